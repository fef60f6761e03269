import { SECRET_RULES, type SecretRule } from './secret-rules.ts';

/** Where a text has a secret. Never the secret: only how such ones begin. */
export interface SecretInText {
  readonly rule: string;
  /** Index of its first letter. */
  readonly at: number;
  readonly begins: string;
}

interface CompiledRule extends SecretRule {
  readonly pattern: RegExp;
}

const BY_BEGINNING: ReadonlyMap<string, CompiledRule> = new Map(
  SECRET_RULES.flatMap((rule) => {
    const compiled = { ...rule, pattern: new RegExp(rule.looks, 'y') };
    return rule.begins.map((begins) => [begins, compiled] as const);
  }),
);

/** One pass over the text finds every place that is worth a look. */
const BEGINNINGS = new RegExp(
  [...BY_BEGINNING.keys()].map((text) => text.replaceAll('.', String.raw`\.`)).join('|'),
  'g',
);

/** Secrets in the text of a file that have the whole form of one, no more than `most`. */
export function secretsIn(text: string, most: number): readonly SecretInText[] {
  const found: SecretInText[] = [];
  const beginnings = new RegExp(BEGINNINGS);
  for (
    let match = beginnings.exec(text);
    match && found.length < most;
    match = beginnings.exec(text)
  ) {
    const { 0: begins, index: at } = match;
    const rule = BY_BEGINNING.get(begins);
    if (!rule || !isAtItsPlace(text, at, rule)) continue;
    const pattern = new RegExp(rule.pattern);
    pattern.lastIndex = at;
    const looks = pattern.exec(text)?.[0];
    if (looks === undefined) continue;
    if (rule.isWhole?.(looks) ?? true) found.push({ rule: rule.id, at, begins });
    beginnings.lastIndex = at + looks.length;
  }
  return found;
}

function isAtItsPlace(text: string, at: number, { standsAnywhere }: SecretRule): boolean {
  return standsAnywhere === true || at === 0 || !/[\w-]/.test(text[at - 1] ?? '');
}
