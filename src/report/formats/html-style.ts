/** The style sheet of the HTML report: light and dark, phone to desktop, and paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1a2230; --dim: #566274; --paper: #fff; --line: #dde3ea; --fill: #f5f7fa;
  --critical: #a30f2d; --high: #b8420b; --medium: #8a5a00; --low: #2b6084; --other: #566274; --good: #17693a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #9aa7b8; --paper: #10151d; --line: #2a3341; --fill: #18202b;
  --critical: #ff8296; --high: #ff9d66; --medium: #f0bf5a; --low: #7fbce6; --other: #9aa7b8; --good: #6fce94; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 32px 0 8px; }
.facts, small, .steps span { color: var(--dim); overflow-wrap: anywhere; }
.facts { margin: 0 0 12px; }
.warning { border-left: 4px solid var(--medium); background: var(--fill); margin: 8px 0; padding: 8px 12px; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 16px 0 0; }
.counts li { border: 1px solid var(--line); border-radius: 6px; padding: 6px 12px; color: var(--dim); }
.counts b { color: var(--ink); font-size: 20px; font-variant-numeric: tabular-nums; }
.counts .critical b { color: var(--critical); } .counts .high b { color: var(--high); }
.counts .medium b { color: var(--medium); } .counts .low b { color: var(--low); }
code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.steps li { margin: 6px 0; }
details { border: 1px solid var(--line); border-radius: 6px; margin: 8px 0; }
summary { cursor: pointer; padding: 8px 12px; background: var(--fill); border-radius: 6px; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--dim); font-weight: 500; font-size: 13px; }
.why { color: var(--dim); font-size: 13px; }
.tag, .kev { display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 6px; font-size: 13px; color: var(--other); }
.tag.critical, .kev { color: var(--critical); font-weight: 600; } .tag.high { color: var(--high); }
.tag.medium { color: var(--medium); } .tag.low { color: var(--low); }
@media (max-width: 640px) { .why, th:last-child { display: none; } th, td { padding: 6px 8px; } }
@media print { details { break-inside: avoid; } main { max-width: none; padding: 0; } }
`;
