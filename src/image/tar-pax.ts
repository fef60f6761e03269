import { parseInt64 } from './tar-number.ts';

/** Records of one PAX extended header by key; keys and values are latin1 texts of their bytes. */
export type PaxRecords = ReadonlyMap<string, string>;

const NO_NUL = new Set(['path', 'linkpath', 'uname', 'gname']);

/**
 * Reads the records (`27 mtime=1350244992.02396\n`), as Go's archive/tar does: GNU's sparse 0.0
 * offsets become the map of 0.1. `undefined`: malformed.
 *
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_03
 *
 * @param text latin1, so that lengths count bytes.
 */
export function parsePax(text: string): PaxRecords | undefined {
  const records = new Map<string, string>();
  const sparse: string[] = [];
  let at = 0;
  while (at < text.length) {
    const record = recordAt(text, at);
    if (!record) return undefined;
    const { key, value } = record;
    at = record.end;
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
      const isOffset = key === 'GNU.sparse.offset';
      if (isOffset !== (sparse.length % 2 === 0) || value.includes(',')) return undefined;
      sparse.push(value);
    } else {
      records.set(key, value);
    }
  }
  if (sparse.length > 0) records.set('GNU.sparse.map', sparse.join(','));
  return records;
}

interface PaxRecord {
  readonly key: string;
  readonly value: string;
  readonly end: number;
}

/** The shortest record, `5 a=\n`, has five bytes. */
const SHORTEST = 5;
/** Digits of a record's length: more would be leading zeros or more bytes than a header may have. */
const LENGTH_DIGITS = 1024;

function recordAt(text: string, start: number): PaxRecord | undefined {
  const space = text.indexOf(' ', start);
  if (space < 0 || space - start > LENGTH_DIGITS) return undefined;
  const length = Number(parseInt64(text.slice(start, space)) ?? -1n);
  const end = start + length;
  if (length < SHORTEST || end > text.length || end - 1 <= space) return undefined;
  if (text[end - 1] !== '\n') return undefined;
  const equals = text.indexOf('=', space + 1);
  if (equals <= space + 1 || equals >= end - 1) return undefined;
  const key = text.slice(space + 1, equals);
  const value = text.slice(equals + 1, end - 1);
  const mustHaveNoNul = NO_NUL.has(key) ? value : key;
  return mustHaveNoNul.includes('\0') ? undefined : { key, value, end };
}

/** Whether the numbers and times in the records can be read; archive/tar refuses the entry if not. */
export function hasSoundNumbers(records: PaxRecords): boolean {
  for (const key of ['uid', 'gid', 'size']) {
    const value = records.get(key);
    if (value && parseInt64(value) === undefined) return false;
  }
  for (const key of ['atime', 'mtime', 'ctime']) {
    const value = records.get(key);
    if (value && !isTime(value)) return false;
  }
  return true;
}

/** `-12.5`: seconds within 64 bits, then any number of digits. */
function isTime(text: string): boolean {
  const dot = text.indexOf('.');
  const seconds = dot < 0 ? text : text.slice(0, dot);
  return parseInt64(seconds) !== undefined && (dot < 0 || /^\d*$/.test(text.slice(dot + 1)));
}
