import { isRecord } from '../../base/index.ts';

/**
 * JSON with two blanks of indent and a line feed at the end. What could steer a terminal that it is
 * printed on (C1 controls, marks of direction, invisible characters) is written as `\uXXXX`; halves
 * of surrogate pairs, which are no Unicode text, become U+FFFD.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, wellFormed, 2);
  return `${text.replace(STEERING, escaped)}\n`;
}

/** JSON.stringify has escaped what is below U+0020. */
const STEERING =
  /[\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (!isRecord(value) || Object.keys(value).every((key) => key.isWellFormed())) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toWellFormed(), one]));
}
