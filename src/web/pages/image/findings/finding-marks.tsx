import type { ReactNode } from 'react';
import type { KnownExploited } from '../../../../api/contract/index.ts';
import { SeverityName } from '../../../design/severity.tsx';
import { percentText } from './finding-words.ts';

/** A severity, and whose rating it is. */
export function SeverityOf(props: {
  readonly severity: string;
  readonly source: string | undefined;
}): ReactNode {
  const { severity, source } = props;
  return (
    <span className="finding-severity">
      <SeverityName severity={severity} />
      {source !== undefined && <span className="finding-type">{source}</span>}
    </span>
  );
}

/** In CISA's catalog of known exploited vulnerabilities. */
export function ExploitedMark({
  known,
}: {
  readonly known?: KnownExploited | undefined;
}): ReactNode {
  const since = known ? ` since ${known.addedAt}` : '';
  const ransom = known?.usedByRansomware === true ? ', used by ransomware' : '';
  return (
    <span className="finding-mark" title={`Known to be exploited${since}${ransom} (CISA KEV)`}>
      exploited
    </span>
  );
}

export function MalwareMark(): ReactNode {
  return (
    <span className="finding-mark" title="The package itself is reported to be malicious">
      malware
    </span>
  );
}

/** FIRST's estimate that it is exploited within 30 days. */
export function Epss(props: {
  readonly probability: number | undefined;
  readonly percentile?: number | undefined;
}): ReactNode {
  const { probability, percentile } = props;
  if (probability === undefined) return null;
  const rank =
    percentile === undefined
      ? ''
      : `, higher than ${percentText(percentile)} of all vulnerabilities`;
  return (
    <span title={`${percentText(probability)} likely to be exploited within 30 days${rank} (EPSS)`}>
      {percentText(probability)}
    </span>
  );
}
