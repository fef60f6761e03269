import type { Digits } from '../segment.ts';
import { compareDigits, compareText, parseDigits } from '../segment.ts';
import type { VersionScheme } from '../version-scheme.ts';

export interface CondaVersion {
  readonly epoch: Digits;
  readonly release: readonly Component[];
  /** After the plus sign; empty where there is none. */
  readonly local: readonly Component[];
}

/** What is between two dots: numbers and words in turn, a number first. */
type Component = readonly Atom[];

/** `dev` is before all words, words are before numbers, `post` is after them. */
type Atom =
  | { readonly rank: typeof NUMBER; readonly value: Digits }
  | { readonly rank: number; readonly value: string };

const DEV = 0;
const WORD = 1;
const NUMBER = 2;
const POST = 3;
const ZERO: Atom = { rank: NUMBER, value: 0 };

/** https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html */
export const condaVersions: VersionScheme<CondaVersion> = {
  id: 'conda',

  parse(text) {
    const version = text.toLowerCase();
    const match = /^(?:(\d+)!)?([\da-z][\da-z._-]*)(?:\+([\da-z._]+))?$/.exec(version);
    if (!match) return undefined;
    const [, epoch = '0', release = '', local] = match;
    const components = componentsOf(release);
    const locals = local === undefined ? [] : componentsOf(local);
    return components && locals
      ? { epoch: parseDigits(epoch), release: components, local: locals }
      : undefined;
  },

  compare(a, b) {
    return (
      compareDigits(a.epoch, b.epoch) ||
      compareComponents(a.release, b.release) ||
      compareComponents(a.local, b.local)
    );
  },
};

/** `undefined` where nothing is between two dots. An underscore at the end is a word. */
function componentsOf(text: string): Component[] | undefined {
  const parts = text
    .replaceAll('-', '_')
    .replaceAll(/_(?!$)/g, '.')
    .split('.');
  return parts.includes('') ? undefined : parts.map(atomsOf);
}

function atomsOf(part: string): Component {
  const atoms = (part.match(/\d+|[^\d]+/g) ?? []).map((run): Atom => {
    if (/^\d/.test(run)) return { rank: NUMBER, value: parseDigits(run) };
    if (run === 'dev') return { rank: DEV, value: '' };
    return run === 'post' ? { rank: POST, value: '' } : { rank: WORD, value: run };
  });
  return atoms[0]?.rank === NUMBER ? atoms : [ZERO, ...atoms];
}

/** What is missing is 0. */
function compareComponents(a: readonly Component[], b: readonly Component[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareComponent(a[index] ?? [ZERO], b[index] ?? [ZERO]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareComponent(a: Component, b: Component): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index] ?? ZERO, b[index] ?? ZERO];
    const order = left.rank - right.rank || compareValues(left.value, right.value);
    if (order !== 0) return order;
  }
  return 0;
}

/** Of one rank: both are texts of a word, or both digits. */
function compareValues(a: Digits, b: Digits): number {
  return typeof a === 'string' && typeof b === 'string' && !/^\d/.test(a)
    ? compareText(a, b)
    : compareDigits(a, b);
}
