/** An edge of an affected range, as OSV writes them: docs/schema/report-1.schema.json, `rangeEvent`. */
export interface RangeEvent {
  readonly kind: 'introduced' | 'fixed' | 'lastAffected' | 'limit';
  readonly version: string;
}

/** One advisory that reports a finding, and the comparison made: `evidence` of the same schema. */
export interface Evidence {
  readonly advisory: string;
  readonly source: string;
  readonly namespace: string;
  readonly name: string;
  readonly comparedVersion: string;
  readonly comparedAs: 'package' | 'source';
  readonly scheme: string;
  readonly decidedBy:
    | { readonly kind: 'range'; readonly events: readonly RangeEvent[] }
    | { readonly kind: 'listed'; readonly version: string };
}

/** Of a finding; the API says no more of its type than that the schema has it. */
export function evidenceOf(finding: {
  readonly evidence: readonly Readonly<Record<string, unknown>>[];
}): readonly Evidence[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API's tests hold it to the schema
  return finding.evidence as unknown as readonly Evidence[];
}

/** `lodash 4.17.15 is in < 4.17.21, compared as semver`, after who says so. */
export function evidenceText(evidence: Evidence): string {
  const { name, comparedVersion, comparedAs, decidedBy, scheme } = evidence;
  const subject = `${name} ${comparedVersion}${comparedAs === 'source' ? ' (its source package)' : ''}`;
  return decidedBy.kind === 'listed'
    ? `${subject} is listed as affected`
    : `${subject} is in ${rangeText(decidedBy.events)}, compared as ${scheme}`;
}

const EDGES = { introduced: '≥', fixed: '<', lastAffected: '≤', limit: '<' } as const;

/** `< 4.17.21`, `≥ 3.0.0, < 3.0.7 or ≥ 4.0.0`: each `introduced` begins an interval. */
export function rangeText(events: readonly RangeEvent[]): string {
  const intervals: string[][] = [];
  for (const { kind, version } of events) {
    if (kind === 'introduced' || intervals.length === 0) intervals.push([]);
    const isEndless = version === (kind === 'introduced' ? '0' : '*');
    if (!isEndless) intervals.at(-1)?.push(`${EDGES[kind]} ${version}`);
  }
  return intervals.map((edges) => edges.join(', ') || 'all versions').join(' or ');
}
