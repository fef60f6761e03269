import type { RangeEvent } from './evidence.ts';
import { rangeText } from './evidence.ts';

/** What `explainFinding` answers: docs/schema/explanation-1.schema.json. */
export interface Explanation {
  readonly id: string;
  readonly ids: readonly string[];
  readonly isReported: boolean;
  readonly reported: readonly { readonly package: PackageName; readonly hidden?: string }[];
  readonly spared: readonly Spared[];
  readonly reasons: readonly Reason[];
}

export interface PackageName {
  readonly type: string;
  readonly name: string;
  readonly version: string;
}

export interface Spared {
  readonly package: PackageName;
  readonly ownedBy?: PackageName;
  readonly judgements: readonly Judgement[];
}

export interface Judgement {
  readonly verdict: 'affected' | 'not affected' | 'not comparable';
  readonly because?: string;
  readonly unreadable?: readonly string[];
  readonly advisory: string;
  readonly source: string;
  readonly namespace: string;
  readonly name: string;
  readonly comparedVersion: string;
  readonly ranges: readonly (readonly RangeEvent[])[];
}

export interface Reason {
  readonly kind: 'unknown' | 'rejected' | 'withdrawn' | 'not in the image' | 'no coverage';
  readonly advisories?: readonly string[];
  readonly packages?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** The API says no more of its type than that the schema has it. */
export function explanationOf(answer: Readonly<Record<string, unknown>>): Explanation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API's tests hold it to the schema
  return answer as unknown as Explanation;
}

/** Of ids that people know; any other is asked for with `why not` before it. */
const ID =
  /^(?!cve-\d+$)(?:cve|ghsa|go|osv|rustsec|pysec|mal|temp|cga|d[slt]a|usn|rh[sbe]a|[are]lsa|alas\d*|suse-su|[a-z]+-cve)-[\w.:-]*\d[\w.:-]*$/i;
/** As the API takes them. */
const ANY_ID = /^[\w.:~+-]{3,128}$/;

/** What a person types who asks for one vulnerability; undefined: a search for something else. */
export function askedId(search: string): string | undefined {
  const [, why, text = ''] = /^(why(?: not)? )?(.*)$/i.exec(search.trim()) ?? [];
  const isAsked = ANY_ID.test(text) && (why !== undefined || ID.test(text));
  return isAsked ? writtenAs(text) : undefined;
}

/** As their publishers write them: `cve-2021-23337` is `CVE-2021-23337`. */
function writtenAs(id: string): string {
  if (/^ghsa-/i.test(id)) return `GHSA-${id.slice(5).toLowerCase()}`;
  return ID.test(id) ? id.toUpperCase() : id;
}

/** Why it is reported nowhere. */
export function reasonText({ kind, advisories, packages, namespaces }: Reason): string {
  switch (kind) {
    case 'unknown':
      return 'No advisory in the snapshot has this id.';
    case 'rejected':
      return 'Those who assigned the CVE rejected it.';
    case 'withdrawn':
      return `Every advisory on it was withdrawn: ${listText(advisories)}.`;
    case 'not in the image':
      return `It is about packages that are not in the image: ${listText(packages)}.`;
    case 'no coverage':
      return `No advisories are here for ${listText(namespaces)}, which the image needs.`;
  }
}

const LISTED = 8;

function listText(names: readonly string[] = []): string {
  const rest = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

const BECAUSE: Readonly<Record<string, string>> = {
  vendor: 'is not affected, its vendor says',
  'no range': 'is named without any version',
  withdrawn: 'is no longer meant: the advisory was withdrawn',
  'other module': 'is not of the module that it is about',
  'other architecture': 'is not of an architecture that it is about',
  unreviewed: 'is said to be affected by a record that nobody reviewed; a reviewed one says no',
  'own record': 'is spared by the record on this vulnerability alone, which counts',
  rejected: 'is not reported: those who assigned the CVE rejected it',
  'settled by owner': 'has the fix, or never had the flaw, says the distribution’s package',
};

/** `4.17.21 is outside < 4.17.21`: one advisory's word on one package. */
export function judgementText(judgement: Judgement): string {
  const { name, comparedVersion, verdict, because = 'outside', unreadable = [] } = judgement;
  const subject = `${name} ${comparedVersion}`;
  const ranges = judgement.ranges.map(rangeText).join(' or ');
  if (verdict === 'affected') return `${subject} is in ${ranges}`;
  if (verdict === 'not comparable') {
    return `${subject} could not be compared: ${unreadable.join(', ')} is no version`;
  }
  if (because === 'fixed in channel') {
    return `${subject} has the fix of an enabled channel: outside ${ranges}`;
  }
  const outside = ranges === '' ? 'is not among the listed versions' : `is outside ${ranges}`;
  return `${subject} ${BECAUSE[because] ?? outside}`;
}
