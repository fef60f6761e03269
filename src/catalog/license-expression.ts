import parseExpression from 'spdx-expression-parse';
import type { License } from '../model/index.ts';
import { spdxIdOf } from './license-names.ts';

/** What several licences of one package mean: each applies, or one may choose. */
export type LicensesMean = 'all' | 'any';

/** Longer texts are somebody's prose. */
const MAX_TEXT = 1_000;
/** Of one package; what has more is a list of files, not a licence. */
const MAX_LICENSES = 100;

type Expression = Omit<License, 'from'>;

/**
 * What was declared, as one SPDX expression. A name that is not of the SPDX list is a reference of its own
 * (`LicenseRef-public-domain`); `undefined` where it is not said at all, or in prose.
 *
 * https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
export function licenseExpression(
  licenses: readonly string[],
  mean: LicensesMean,
): Expression | undefined {
  if (licenses.length === 0 || licenses.length > MAX_LICENSES) return undefined;
  const parts = new Map<string, Expression>();
  for (const text of licenses) {
    const one = expressionOf(text);
    if (!one) return undefined;
    parts.set(one.expression, one);
  }
  const all = [...parts.values()];
  const [only] = all;
  if (only && all.length === 1) return only;
  const between = mean === 'any' ? ' OR ' : ' AND ';
  return {
    expression: all
      .map(({ expression }) => (/ (?:AND|OR) /.test(expression) ? `(${expression})` : expression))
      .join(between),
    ids: [...new Set(all.flatMap(({ ids }) => ids))].toSorted(),
  };
}

function expressionOf(text: string): Expression | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return parsed(plain) ?? parsed(rewritten(plain));
}

/** Words that say that nothing is said. */
const NOTHING =
  /^(?:unknown|none|noassertion|other|custom|unlicen[cs]ed|licen[cs]e|see\b.*|dual licen[cs]ed?|file licen[cs]e|licen[cs]e\.\w+|n\/a|osi approved|https?:.*|.* (?:and|or)|(?:and|or) .*)$/i;

const OPERATORS = /(\(|\)|(?:,|;)? +(?:and|or|AND|OR|And|Or) +| ?[|&;] ?|,(?= ))/;

/**
 * The same with operators and identifiers of SPDX, as far as names can be told; `''`: they cannot. As
 * in Debian's files, a comma before an operator binds looser than one without.
 */
function rewritten(text: string): string {
  if (spdxIdOf(text) !== undefined) return atomOf(text);
  const [first = '', ...rest] = text.split(/, +(and|or) +/i);
  if (rest.length > 0) {
    const sides = [first, ...rest].map((side, at) =>
      at % 2 === 1 ? side.toUpperCase() : `(${rewritten(side)})`,
    );
    return sides.includes('()') ? '' : sides.join(' ');
  }
  const pieces = text.split(OPERATORS).map((piece) => piece.trim());
  const words = pieces.filter((piece) => piece !== '').map(wordOf);
  // Commas part sentences too: then all between them must be known.
  const isProse = text.includes(',') && words.some((word) => word.startsWith('LicenseRef-'));
  return isProse || words.includes('') ? '' : words.join(' ');
}

/** `;` and `,` part what applies together, `|` what one may choose. */
function wordOf(piece: string): string {
  if (piece === '(' || piece === ')') return piece;
  if (/^(?:[,;]? ?and|&|,|;)$/i.test(piece)) return 'AND';
  if (/^(?:[,;]? ?or|\|)$/i.test(piece)) return 'OR';
  return atomOf(piece);
}

/** What a reference of its own is made of: a name, not a sentence. */
const MAX_WORDS = 6;
const MAX_REFERENCE = 64;

function atomOf(name: string): string {
  const id = spdxIdOf(name);
  if (id !== undefined) return id;
  if (parsed(name)) return name;
  if (NOTHING.test(name) || name.split(' ').length > MAX_WORDS) return '';
  const plain = name.replaceAll(/[^A-Za-z0-9.-]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return /[A-Za-z]/.test(plain) && plain.length <= MAX_REFERENCE ? `LicenseRef-${plain}` : '';
}

type Node = ReturnType<typeof parseExpression>;

function parsed(text: string): Expression | undefined {
  try {
    const node = parseExpression(text);
    const ids = new Set<string>();
    const expression = written(node, ids, false);
    return { expression, ids: [...ids].toSorted() };
  } catch {
    return undefined;
  }
}

/** One spelling for all that mean the same: `GPL-2.0+` is `GPL-2.0-or-later`. */
function written(node: Node, ids: Set<string>, isInside: boolean): string {
  if ('conjunction' in node) {
    const [left, right] = [written(node.left, ids, true), written(node.right, ids, true)];
    const both = `${left} ${node.conjunction.toUpperCase()} ${right}`;
    return isInside ? `(${both})` : both;
  }
  const plus = node.plus === true ? '+' : '';
  const id = /^(?:Document|License)Ref-/.test(node.license)
    ? node.license
    : (spdxIdOf(node.license + plus) ?? node.license + plus);
  const [plain, exception] = WITHIN.get(id) ?? [id];
  ids.add(plain);
  if (exception !== undefined) return `${plain} WITH ${exception}`;
  return node.exception === undefined ? id : `${id} WITH ${node.exception}`;
}

/** Identifiers that the SPDX list had for what is an expression now. */
const WITHIN: ReadonlyMap<string, readonly [id: string, exception: string]> = new Map([
  ['GPL-2.0-with-autoconf-exception', ['GPL-2.0-only', 'Autoconf-exception-2.0']],
  ['GPL-2.0-with-bison-exception', ['GPL-2.0-only', 'Bison-exception-2.2']],
  ['GPL-2.0-with-classpath-exception', ['GPL-2.0-only', 'Classpath-exception-2.0']],
  ['GPL-2.0-with-font-exception', ['GPL-2.0-only', 'Font-exception-2.0']],
  ['GPL-2.0-with-GCC-exception', ['GPL-2.0-only', 'GCC-exception-2.0']],
  ['GPL-3.0-with-autoconf-exception', ['GPL-3.0-only', 'Autoconf-exception-3.0']],
  ['GPL-3.0-with-GCC-exception', ['GPL-3.0-only', 'GCC-exception-3.1']],
]);
