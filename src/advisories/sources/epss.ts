import { gunzipSync } from 'node:zlib';
import { err, failure, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import type { EpssContext } from '../snapshot/context-codec.ts';

export interface ParsedEpss {
  readonly scores: ReadonlyMap<string, EpssContext>;
  readonly scoredAt: string;
  readonly skipped: readonly Diagnostic[];
}

/** Once inflated; the real one is 10 MB. */
const CSV_BYTES = 256 * 1024 * 1024;

const ROW = /^(CVE-\d{4}-\d{4,12}),([\d.eE-]{1,24}),([\d.eE-]{1,24})$/;

/**
 * The daily scores, gzip or plain.
 *
 * https://www.first.org/epss/data_stats
 */
export function parseEpss(bytes: Uint8Array, path: string): Result<ParsedEpss, Failure> {
  const text = textOf(bytes);
  if (!text.ok) return text;
  const lines = text.value.split('\n');
  const header = lines.findIndex((line) => line.startsWith('cve,epss'));
  if (header < 0) {
    return err(failure('advisory.feed.malformed', `${path} has no line "cve,epss,percentile"`));
  }
  const scores = new Map<string, EpssContext>();
  const left: Diagnostic[] = [];
  for (const [index, line] of lines.entries()) {
    if (index <= header || line.trim() === '') continue;
    const row = readRow(line);
    if (row) scores.set(...row);
    else {
      const message = `no id and two shares: "${line.slice(0, 80)}"`;
      left.push(skipped('advisory.epss.bad-row', message, `${path}#${index + 1}`));
    }
  }
  const scoredAt = /score_date:(\S{1,40})/.exec(lines[0] ?? '')?.[1] ?? '';
  return ok({ scores, scoredAt, skipped: left });
}

function readRow(line: string): readonly [string, EpssContext] | undefined {
  const [, id, first, second] = ROW.exec(line.trimEnd()) ?? [];
  const score = { probability: Number(first), percentile: Number(second) };
  if (id === undefined || !isShare(score.probability) || !isShare(score.percentile)) {
    return undefined;
  }
  return [id, score];
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

function textOf(bytes: Uint8Array): Result<string, Failure> {
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: CSV_BYTES }) : Buffer.from(bytes);
    return ok(plain.toString('latin1'));
  } catch (error) {
    return err(failureOf(error, 'advisory.feed.malformed'));
  }
}
