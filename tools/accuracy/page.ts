import { type Score, countsOf, f1Of, precisionOf, recallOf } from './scores.ts';

/** docs/accuracy.md: what was measured, and what it came to. */
export function pageOf(scores: readonly Score[]): string {
  const rows = scores.map((score) => {
    const counts = countsOf(score);
    const { right, extra, missing } = counts;
    const shares = [precisionOf(counts), recallOf(counts), f1Of(counts)].map(percent);
    return `| ${[score.set, score.group, right, extra, missing, ...shares].join(' | ')} |`;
  });
  return `# How right it is

\`npm run accuracy\` measures it and writes this page. It fails where something is worse than in the last release
(\`tools/accuracy/baseline.json\`); \`npm run accuracy -- --accept\` takes the present figures for the next.

- **right**: expected and found; **extra**: found and not expected (false positives); **missing**: expected and not
  found (false negatives).
- precision = right / (right + extra), recall = right / (right + missing), F1 their harmonic mean.

| set | of | right | extra | missing | precision | recall | F1 |
|---|---|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}

## The sets
| set | what it is |
|---|---|
| recorded scans | What another scanner found in 20 images and lockfiles, with the advisories that it had. Where all of its packages and advisories are recorded, a finding that it has not is extra; of the others only what is missing is counted. |
| listed versions | Records of PyPI that list each version that they affect: each has to be found by the ranges or the list. |
| binary snippets | Pieces of real programs that no package owns: name and version; and files of such names that are something else. |
| file names | Names and versions of Java archives from their file names. |
| package databases | A real rpm database beside what rpm itself says is in it. |
| tables | Our own, \`tools/accuracy/tables/*.tsv\`: package, version, advisory, whether it is affected, and the public page that says so. Half the rows are the version that is fixed, or a package beside it that is not meant. Each is matched alone, with recorded feeds; what these said otherwise when they were recorded is left out. |

## Mistakes that are known
${mistakes(scores)}
`;
}

function mistakes(scores: readonly Score[]): string {
  const lines = scores.flatMap(({ set, group, extra, missing }) => [
    ...extra.map((one) => `- ${set}, ${group}: extra ${one}`),
    ...missing.map((one) => `- ${set}, ${group}: missing ${one}`),
  ]);
  return lines.length === 0 ? 'None in these sets.' : lines.join('\n');
}

/** Rounded down: what is not all is not 100 %. */
function percent(share: number): string {
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}
