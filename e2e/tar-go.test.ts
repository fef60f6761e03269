import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { decodeName } from '../src/image/index.ts';
import { generateTars } from '../src/image/tar-generator.ts';
import { listTar, summaryOf } from '../src/image/tar-listing.ts';

const COUNT = Number(process.env['DRYDOCK_TARS'] ?? 5000);
/** What `npm test` compares with where there is no Go; DRYDOCK_WRITE_GOLDEN=1 writes it again. */
const GOLDEN = join(import.meta.dirname, '../src/image/fixtures/tar-golden.txt');
const BATCH = 500;

const hasGo = spawnSync('go', ['version']).status === 0;
const skip =
  hasGo || process.env['CI'] === 'true' ? false : 'no Go here: tars are not compared with it';

test(`${COUNT} generated tars are listed as archive/tar lists them`, { skip }, () => {
  const program = buildLister();
  let broken = 0;
  for (let seed = 1; seed * BATCH <= COUNT; seed += 1) {
    const tars = [...generateTars(seed, BATCH)];
    const expected = goListings(program, tars);
    for (const [index, tar] of tars.entries()) {
      const { entries, refused } = listTar(tar);
      const ours = { entries, isRefused: refused !== undefined };
      assert.deepEqual(ours, expected[index], `seed ${seed}, tar ${index}`);
      if (ours.isRefused) broken += 1;
    }
  }
  assert.ok(broken > COUNT / 5 && broken < COUNT * 0.8, `${broken} of ${COUNT} are broken`);
});

test('the golden list of the first tars is what archive/tar says of them', { skip }, () => {
  const listings = goListings(buildLister(), [...generateTars(1, BATCH)]);
  const text = listings
    .map(({ entries, isRefused }) => `${summaryOf(entries, isRefused)}\n`)
    .join('');
  if (process.env['DRYDOCK_WRITE_GOLDEN']) writeFileSync(GOLDEN, text);
  assert.equal(text, readFileSync(GOLDEN, 'utf8'), 'DRYDOCK_WRITE_GOLDEN=1 writes it again');
});

interface GoListing {
  readonly entries: readonly (readonly unknown[])[];
  readonly isRefused: boolean;
}

function buildLister(): string {
  const program = join(mkdtempSync(join(tmpdir(), 'tar-golden-')), 'list');
  execFileSync('go', ['build', '-o', program, join(import.meta.dirname, 'tar-golden', 'main.go')]);
  return program;
}

function goListings(program: string, tars: readonly Buffer[]): readonly GoListing[] {
  const { stdout } = spawnSync(program, {
    input: Buffer.concat(tars.flatMap((tar) => [lengthOf(tar), tar])),
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  return stdout.trimEnd().split('\n').map(goListing);
}

function goListing(line: string): GoListing {
  const parsed = recordOf(JSON.parse(line));
  const entries = arrayOf(parsed['entries']).map((entry) => {
    const [type, name, link, size, digest] = arrayOf(entry);
    return [type, nameOf(name), nameOf(link), size, digest];
  });
  return { entries, isRefused: parsed['error'] === true };
}

function nameOf(hex: unknown): string {
  return decodeName(Buffer.from(String(hex), 'hex'));
}

function lengthOf(tar: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(tar.length));
  return length;
}
