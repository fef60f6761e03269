import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFileName } from '../../src/ecosystems/maven/file-name.ts';
import { CASES } from '../../src/match/recorded-scans.contract.ts';
import { type Score, scoreOf } from './scores.ts';

interface FileName {
  readonly filename: string;
  readonly name: string;
  readonly version: string;
}

/** Names and versions of Java archives from their file names. */
export function fileNamesScores(): readonly Score[] {
  const { cases }: { readonly cases: readonly FileName[] } = JSON.parse(
    readFileSync(join(CASES, 'java/filenames.json'), 'utf8'),
  );
  const expected = cases.map((one) => `${one.filename}: ${one.name} ${one.version}`);
  const found = cases.map(({ filename }) => {
    const { name, version } = parseFileName(filename);
    return `${filename}: ${name} ${version}`;
  });
  return [scoreOf('file names', 'Java archives', expected, found)];
}
