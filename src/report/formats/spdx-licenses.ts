import parseExpression from 'spdx-expression-parse';
import ids from 'spdx-license-ids/index.json' with { type: 'json' };

const IDS: ReadonlySet<string> = new Set(ids);

/** Longer texts are somebody's prose; the parser is not asked. */
const MAX_EXPRESSION = 1_000;

/** One identifier of the SPDX list, in its spelling. */
export function isSpdxId(text: string): boolean {
  return IDS.has(text);
}

/** An expression of SPDX identifiers: `MIT OR Apache-2.0`. https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/ */
export function isSpdxExpression(text: string): boolean {
  if (text.length > MAX_EXPRESSION) return false;
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
}
