import type { Advisory, Diagnostic } from '../../model/index.ts';

/** What a feed that is one document told. */
export interface ParsedFeed {
  readonly advisories: readonly Advisory[];
  /** Records left out, each with its reason. */
  readonly skipped: readonly Diagnostic[];
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
