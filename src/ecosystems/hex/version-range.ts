import type { RangeOperator } from '../range-operator.ts';
import { holds } from '../range-operator.ts';
import type { SemVer } from '../semver.ts';
import { compareSemver } from '../semver.ts';
import type { RangeGrammar } from '../version-range.ts';
import { hexVersions } from './version.ts';

/** Any of these lists of conditions; of a list, all. */
export interface HexRequirement {
  readonly anyOf: readonly (readonly Condition[])[];
}

type Operator = RangeOperator | '~>';

interface Condition {
  readonly operator: Operator;
  readonly version: SemVer;
  /** `~> 2.1` keeps the major, `~> 2.1.0` the minor. */
  readonly keeps: 'major' | 'minor';
}

/** https://hexdocs.pm/elixir/Version.html#module-requirements, with prereleases allowed. */
export const hexRequirements: RangeGrammar<HexRequirement, SemVer> = {
  id: 'hex-requirement',

  // oxlint-disable-next-line complexity -- a short grammar, read word by word
  parse(text) {
    const anyOf: Condition[][] = [[]];
    let isComplete = false;
    let operator: Operator | undefined;
    for (const word of wordsOf(text)) {
      if (word === 'or' || word === 'and') {
        if (!isComplete) return undefined;
        if (word === 'or') anyOf.push([]);
        isComplete = false;
      } else if (isOperator(word)) {
        if (operator || isComplete) return undefined;
        operator = word;
      } else {
        const condition = isComplete ? undefined : parseCondition(operator ?? '==', word);
        if (!condition) return undefined;
        anyOf.at(-1)?.push(condition);
        isComplete = true;
        operator = undefined;
      }
    }
    return isComplete ? { anyOf } : undefined;
  },

  contains(range, version) {
    return range.anyOf.some((all) => all.every((condition) => isMet(condition, version)));
  },
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['==', '=='],
  ['!=', '!='],
  ['!', '!='],
  ['>', '>'],
  ['>=', '>='],
  ['<', '<'],
  ['<=', '<='],
  ['~>', '~>'],
]);

/** `~>2.0 or 3.0.0` -> `~>`, `2.0`, `or`, `3.0.0`. */
function wordsOf(text: string): string[] {
  return text.match(/[=!<>~]+|[^\s=!<>~]+/g)?.map((word) => OPERATORS.get(word) ?? word) ?? [];
}

function isOperator(word: string): word is Operator {
  return OPERATORS.has(word);
}

function parseCondition(operator: Operator, word: string): Condition | undefined {
  const isMinor = operator === '~>' && /^\d+\.\d+(?:-|$)/.test(word);
  const version = hexVersions.parse(isMinor ? word.replace(/^\d+\.\d+/, '$&.0') : word);
  return version && { operator, version, keeps: isMinor ? 'major' : 'minor' };
}

function isMet({ operator, version, keeps }: Condition, candidate: SemVer): boolean {
  const order = compareSemver(candidate, version);
  if (operator !== '~>') return holds(operator, order);
  return (
    order >= 0 &&
    candidate.major === version.major &&
    (keeps === 'major' || candidate.minor === version.minor)
  );
}
