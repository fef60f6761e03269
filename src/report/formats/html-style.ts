/** The style sheet of the HTML report: light and dark, phone to desktop, and paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1a2230; --dim: #526071; --paper: #fff; --line: #dde3ea; --fill: #f4f6f9; --link: #1c5d99;
  --critical: #a30f2d; --high: #a63c08; --medium: #7d5200; --low: #245a7d; --other: #526071; --good: #17693a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #a3afbf; --paper: #10151d; --line: #2a3341; --fill: #18202b; --link: #8cc4f5;
  --critical: #ff8296; --high: #ff9d66; --medium: #f0bf5a; --low: #7fbce6; --other: #a3afbf; --good: #6fce94; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, 'DejaVu Sans', sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 12px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 10px; }
a { color: var(--link); }
small { color: var(--dim); font-size: 13px; overflow-wrap: anywhere; }
.warning { border-left: 4px solid var(--medium); background: var(--fill); margin: 8px 0; padding: 8px 12px; border-radius: 0 6px 6px 0; overflow-wrap: anywhere; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 16px 0 8px; }
.counts li { border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px; min-width: 96px; color: var(--dim); font-size: 14px; }
.counts b { display: block; color: var(--ink); font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.counts .critical { border-color: var(--critical); } .counts .high { border-color: var(--high); }
.counts .critical b { color: var(--critical); } .counts .high b { color: var(--high); }
.counts .medium b { color: var(--medium); } .counts .low b { color: var(--low); } .counts .zero b { color: var(--dim); font-weight: 400; }
.asides { margin: 0 0 16px; }
dl { display: flex; flex-wrap: wrap; gap: 6px 28px; margin: 0; padding: 12px 0 0; border-top: 1px solid var(--line); }
dt { color: var(--dim); font-size: 13px; } dd { margin: 0; overflow-wrap: anywhere; }
code { font: 13px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; }
.steps { padding-left: 24px; } .steps li { margin: 8px 0; } .steps small { display: block; }
details { border: 1px solid var(--line); border-radius: 8px; margin: 12px 0; content-visibility: auto; contain-intrinsic-size: auto 160px; }
summary { cursor: pointer; padding: 10px 14px; background: var(--fill); border-radius: 8px; overflow-wrap: anywhere; }
.name { font-weight: 600; } summary small { display: block; margin-left: 16px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
details table { table-layout: fixed; } details th:nth-child(1) { width: 23%; } details th:nth-child(2) { width: 24%; } details th:nth-child(3), details th:nth-child(4) { width: 14%; }
th, td { text-align: left; vertical-align: top; padding: 7px 14px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--dim); font-weight: 500; font-size: 13px; }
section > table th:first-child { width: 3em; } section > table th:last-child { width: 34%; }
.why { color: var(--dim); font-size: 13px; }
.fix { color: var(--good); font-weight: 600; }
.tag, .kev { display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 6px; font-size: 13px; color: var(--other); white-space: nowrap; }
.tag.critical, .kev { color: var(--critical); font-weight: 600; } .tag.high { color: var(--high); font-weight: 600; }
.tag.medium { color: var(--medium); } .tag.low { color: var(--low); }
@media (max-width: 640px) {
  main { padding: 20px 14px 48px; }
  .counts { display: grid; grid-template-columns: repeat(3, 1fr); } .counts li { min-width: 0; padding: 6px 10px; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; } tr { border-top: 1px solid var(--line); padding: 8px 14px; }
  td { border: 0; padding: 1px 0; } td:empty { display: none; } td.why { display: none; }
  td::before { content: attr(data-head) ' '; color: var(--dim); font-size: 13px; } td[data-head='Severity']::before, td[data-head='Vulnerability']::before { content: none; }
}
@media print { details { break-inside: avoid; content-visibility: visible; } main { max-width: none; padding: 0; } a { color: inherit; } }
`;
