import type { ReactNode } from 'react';
import type { FindingFacets } from '../../../../api/contract/index.ts';
import type { Severity } from '../../../design/severities.ts';
import { SEVERITIES } from '../../../design/severities.ts';
import { SeverityMark } from '../../../design/severity.tsx';
import { listOf, toggled, useImageSearch } from '../use-image-search.ts';

const ALWAYS: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
/** Only where there are some: nearly no image has them. */
const SOMETIMES: readonly Severity[] = ['negligible', 'unknown'];

/** One or more severities, each with how many it has. */
export function SeverityFilter({
  counts,
}: {
  readonly counts: FindingFacets['severities'] | undefined;
}): ReactNode {
  const { search, show } = useImageSearch();
  const chosen = listOf(search.severity);
  const sometimes = SOMETIMES.filter((each) => (counts?.[each] ?? 0) > 0 || chosen.includes(each));
  return (
    <div className="severity-filter" role="group" aria-label="Severity">
      {[...ALWAYS, ...sometimes].map((severity) => (
        <button
          key={severity}
          type="button"
          aria-pressed={chosen.includes(severity)}
          title={SEVERITIES[severity].word}
          onClick={() => show({ severity: toggled(search.severity, severity), open: undefined })}
        >
          <SeverityMark severity={severity} />
          <span className="visually-hidden">{SEVERITIES[severity].word} </span>
          {counts ? (counts[severity] ?? 0).toLocaleString('en') : '·'}
        </button>
      ))}
    </div>
  );
}
