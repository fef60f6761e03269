import type { ReactNode } from 'react';

/** A CVSS score with the vector that it was made of. */
export function Score(props: {
  readonly score: number | undefined;
  readonly vector: string | undefined;
}): ReactNode {
  const { score, vector } = props;
  if (score === undefined) return null;
  return <span title={vector}>{score.toFixed(1)}</span>;
}
