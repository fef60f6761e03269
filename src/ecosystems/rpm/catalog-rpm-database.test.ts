import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import type { CatalogResult } from '../cataloger.ts';
import { layerFile } from '../layer-file.ts';
import { rpmDatabase } from './catalog-rpm-database.ts';
import { splitEpoch } from './evr.ts';
import { buildBdb, buildNdb } from './fixtures/build-databases.ts';
import { NODEJS, PERL_ERRNO, PUBLIC_KEY } from './fixtures/sample-headers.ts';

const HEADERS = [NODEJS, PERL_ERRNO, PUBLIC_KEY];
const SQLITE = sqliteOf(HEADERS);
const NDB = buildNdb(HEADERS);

catalogerTests(rpmDatabase, [
  { 'var/lib/rpm/rpmdb.sqlite': SQLITE.database, 'var/lib/rpm/rpmdb.sqlite-wal': SQLITE.log },
  { 'usr/lib/sysimage/rpm/rpmdb.sqlite': SQLITE.whole },
  { 'usr/lib/sysimage/rpm/Packages.db': NDB },
  { 'var/lib/rpm/Packages': buildBdb(HEADERS, true) },
  { 'usr/share/rpm/Packages': buildBdb(HEADERS, false) },
]);

test('every format gives the same packages, keys left out', async () => {
  const expected = [
    'nodejs 1:12.18.4-1.module_el8.3.0+516+516d0ade',
    'perl-Errno 1.28-419.el8_4.1',
  ];
  const formats = {
    'rpmdb.sqlite': SQLITE.whole,
    'Packages.db': NDB,
    Packages: buildBdb(HEADERS, true),
  };
  for (const [name, bytes] of Object.entries(formats)) {
    const result = await catalog({ [`var/lib/rpm/${name}`]: bytes });
    assert.deepEqual(namesOf(result), expected, name);
    assert.deepEqual(result.diagnostics, []);
  }
});

test('a header gives source, vendor, module, licence and the files that are no folders', async () => {
  const { findings } = await catalog({ 'var/lib/rpm/Packages.db': NDB });
  const [nodejs] = findings[0]?.packages ?? [];
  assert.deepEqual(nodejs, {
    ecosystem: 'rpm',
    name: 'nodejs',
    version: '1:12.18.4-1.module_el8.3.0+516+516d0ade',
    architecture: 'x86_64',
    source: { name: 'nodejs', version: '12.18.4-1.module_el8.3.0+516+516d0ade' },
    vendor: 'CentOS',
    module: 'nodejs:12:8030020201124152102:229f0a1c',
    licenses: ['MIT and ASL 2.0'],
    locations: ['var/lib/rpm/Packages.db'],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  });
  assert.deepEqual(findings[0]?.ownership, [
    {
      owner: 'nodejs',
      paths: [
        {
          path: 'usr/bin/node',
          digest: 'sha256:68b329da9893e34099c7d8ad5cb9c94068b329da9893e34099c7d8ad5cb9c940',
        },
      ],
    },
  ]);
});

test('what stands in the write-ahead log only is read, what is not committed is not', async () => {
  const [database, log] = ['var/lib/rpm/rpmdb.sqlite', 'var/lib/rpm/rpmdb.sqlite-wal'];
  assert.deepEqual(namesOf(await catalog({ [database]: SQLITE.database })), []);
  const whole = await catalog({ [database]: SQLITE.database, [log]: SQLITE.log });
  assert.equal(namesOf(whole).length, 2);
  const cut = SQLITE.log.subarray(0, SQLITE.log.length - 1);
  assert.equal(namesOf(await catalog({ [database]: SQLITE.database, [log]: cut })).length, 0);
  const alone = await catalog({ [log]: SQLITE.log });
  assert.deepEqual(codesOf(alone), ['rpm.database.log-alone']);
});

test('of one folder the newest format counts, of two folders both count', async () => {
  const result = await catalog({
    'var/lib/rpm/rpmdb.sqlite': sqliteOf([NODEJS]).whole,
    'var/lib/rpm/Packages': buildBdb([PERL_ERRNO], true),
    'usr/lib/sysimage/rpm/Packages.db': buildNdb([NODEJS]),
    'usr/share/rpm/Packages.db': buildNdb([PERL_ERRNO]),
  });
  assert.deepEqual(
    result.findings.map(({ path, packages }) => [path, packages.map(({ name }) => name)]),
    [
      ['var/lib/rpm/rpmdb.sqlite', ['nodejs']],
      ['usr/lib/sysimage/rpm/Packages.db', ['nodejs']],
      ['usr/share/rpm/Packages.db', ['perl-Errno']],
    ],
  );
});

test('a database that is cut or of no known format is a gap, not an empty image', async () => {
  const whole = buildBdb(HEADERS, true);
  const cases: Record<string, Uint8Array> = {
    'rpmdb.sqlite': SQLITE.whole.subarray(0, SQLITE.whole.length >> 1),
    'Packages.db': NDB.subarray(0, NDB.length - 100),
    Packages: whole.subarray(0, whole.length - 512),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    const result = await catalog({ [`var/lib/rpm/${name}`]: bytes });
    assert.deepEqual(codesOf(result), ['rpm.database.damaged'], name);
  }
  const other = await catalog({ 'var/lib/rpm/Packages': Buffer.from('not a database') });
  assert.deepEqual(codesOf(other), ['rpm.database.unknown-format']);
});

const SHARED = join(import.meta.dirname, '../../../../shared/cases/package-dbs');
const skip = existsSync(SHARED) ? false : '../shared is absent: real rpm databases not tried';

test('../shared is there in CI', () => {
  assert.ok(process.env['CI'] !== 'true' || skip === false, String(skip));
});

test("a database of CBL-Mariner 2.0 gives what rpm's own query gives", { skip }, async () => {
  const rows = readFileSync(join(SHARED, 'cbl-mariner-2.0.expected.tsv'), 'utf8')
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split('\t'));
  const bytes = readFileSync(join(SHARED, 'cbl-mariner-2.0.rpmdb.sqlite'));
  const { findings, diagnostics } = await catalog({ 'var/lib/rpm/rpmdb.sqlite': bytes });
  const found = (findings[0]?.packages ?? []).map((pkg) => {
    const { epoch, rest } = splitEpoch(pkg.version);
    const [version = '', release = ''] = rest.split('-');
    const { source, architecture = '(none)', module = '(none)' } = pkg;
    const file = source ? `${source.name}-${source.version}.src.rpm` : '(none)';
    return [pkg.name, epoch || '(none)', version, release, architecture, file, module];
  });
  assert.deepEqual(asLines(found), asLines(rows));
  assert.equal(found.length, 129);
  assert.deepEqual(diagnostics, []);
});

test('real databases of the other formats give their packages', { skip }, async () => {
  const cases: readonly (readonly [string, string, number, string])[] = [
    ['sle15-bci.Packages.db', 'Packages.db', 35, 'system-user-root 20190513-3.3.1'],
    ['epoch.Packages', 'Packages', 1, 'hello 1:0.0.1-rls'],
    ['libuuid.Packages', 'Packages', 1, 'libuuid 2.32.1-42.el8_8'],
  ];
  for (const [file, name, count, first] of cases) {
    const bytes = readFileSync(join(SHARED, file));
    const result = await catalog({ [`var/lib/rpm/${name}`]: bytes });
    assert.deepEqual([namesOf(result).length, namesOf(result)[0]], [count, first]);
    assert.deepEqual(result.diagnostics, []);
  }
});

function catalog(files: Readonly<Record<string, Uint8Array>>): Promise<CatalogResult> {
  return rpmDatabase.catalog(
    Object.entries(files).map(([path, bytes]) => layerFile(path, [bytes])),
  );
}

function asLines(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) => row.join('\t')).toSorted();
}

function namesOf({ findings }: CatalogResult): string[] {
  return findings.flatMap(({ packages }) => packages.map((pkg) => `${pkg.name} ${pkg.version}`));
}

function codesOf({ diagnostics }: CatalogResult): string[] {
  return diagnostics.map(({ code }) => code);
}

/**
 * Headers in rpm's schema, written by SQLite itself: in one file (`whole`), and with the rows still
 * in the write-ahead log. Pages of 512 bytes make trees and overflow chains of little data.
 */
function sqliteOf(headers: readonly Uint8Array[]): {
  readonly whole: Uint8Array;
  readonly database: Uint8Array;
  readonly log: Uint8Array;
} {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-rpm-'));
  try {
    const path = join(folder, 'rpmdb.sqlite');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA page_size=512; PRAGMA journal_mode=wal; PRAGMA wal_autocheckpoint=0');
    database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB)');
    database.exec('CREATE TABLE Name (key TEXT, hnum INTEGER, idx INTEGER)');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    database.exec('BEGIN');
    for (const header of headers) insert.run(header);
    database.exec('COMMIT');
    const parts = { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return { ...parts, whole: readFileSync(path) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
