import './affected.css';
import type { ReactNode } from 'react';
import type { Finding } from '../../../../api/contract/index.ts';
import { affectedWords, noFixWords } from './finding-words.ts';

/** The version introduced: of the advisory, and upstream's where that says more. */
export function Affected({ finding }: { readonly finding: Finding }): ReactNode {
  const { range, upstream } = affectedWords(finding);
  return (
    <>
      {range}
      {upstream !== undefined && (
        <span className="affected-upstream">
          from {upstream} <i>upstream</i>
        </span>
      )}
    </>
  );
}

export function FixedIn({ finding }: { readonly finding: Finding }): ReactNode {
  const { fixedIn } = finding;
  return fixedIn === undefined ? (
    <span className="finding-nofix">{noFixWords(finding)}</span>
  ) : (
    <span className="finding-fix">{fixedIn}</span>
  );
}
