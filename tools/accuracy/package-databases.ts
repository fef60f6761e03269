import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layerFile } from '../../src/ecosystems/layer-file.ts';
import { rpmDatabase } from '../../src/ecosystems/rpm/catalog-rpm-database.ts';
import { CASES } from '../../src/match/recorded-scans.contract.ts';
import { type Score, scoreOf } from './scores.ts';

const FOLDER = join(CASES, 'package-dbs');

/** A real package database, beside what the distribution's own tool says is in it. */
export async function packageDatabasesScores(): Promise<readonly Score[]> {
  const rows = readFileSync(join(FOLDER, 'cbl-mariner-2.0.expected.tsv'), 'utf8')
    .trim()
    .split('\n');
  const expected = rows.map((row) => {
    const [name, epoch, version, release] = row.split('\t');
    return `${name} ${epoch === '(none)' ? '' : `${epoch}:`}${version}-${release}`;
  });
  const bytes = readFileSync(join(FOLDER, 'cbl-mariner-2.0.rpmdb.sqlite'));
  const { findings } = await rpmDatabase.catalog([layerFile('var/lib/rpm/rpmdb.sqlite', [bytes])]);
  const found = findings.flatMap(({ packages }) =>
    packages.map(({ name, version }) => `${name} ${version}`),
  );
  return [scoreOf('package databases', 'Mariner 2.0 (rpm)', expected, found)];
}
