import type { Advisory, Diagnostic, RangeEvent, VendorStatus } from '../../model/index.ts';

/** What a feed that is one document told. */
export interface ParsedFeed {
  readonly advisories: readonly Advisory[];
  /** Records left out, each with its reason. */
  readonly skipped: readonly Diagnostic[];
}

/** Takes what a document that is streamed tells, record by record. */
export interface AdvisorySink {
  advisory(advisory: Advisory): void;
  /** A record left out, with its reason. */
  skip(diagnostic: Diagnostic): void;
}

/** An advisory of a feed that writes no texts, dates or ratings of its own. */
export function bareAdvisory(
  facts: Pick<Advisory, 'id' | 'source' | 'upstream' | 'affected'> & Partial<Advisory>,
): Advisory {
  return {
    class: 'vulnerability',
    aliases: [],
    related: [],
    summary: '',
    details: '',
    severities: [],
    weaknesses: [],
    published: '',
    modified: '',
    isUnreviewed: false,
    references: [],
    ...facts,
  };
}

/** What a record is on that says of a package since which version it is fixed, if any is, and no more. */
export function rangesBefore(
  status: VendorStatus,
  fixed: string,
): readonly (readonly RangeEvent[])[] {
  if (status === 'not_affected') return [];
  const introduced = { kind: 'introduced', version: '0' } as const;
  return [
    status === 'fix_available' ? [introduced, { kind: 'fixed', version: fixed }] : [introduced],
  ];
}
