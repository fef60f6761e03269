import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { osvRecord } from '../feeds/mirror.contract.ts';
import { createRater } from '../severity.ts';
import { parseAlpineSecdb } from './alpine-secdb.ts';
import { parseCve } from './cve.ts';
import { parseDebianTracker } from './debian-tracker.ts';
import { parseEndOfLife } from './endoflife.ts';
import { parseEpss } from './epss.ts';
import { parseKev } from './kev.ts';
import { parseOsv } from './osv.ts';

const rate = createRater();

/** A good document of each source, and its parser. */
const SOURCES: Readonly<Record<string, readonly [string | Buffer, (bytes: Buffer) => unknown]>> = {
  osv: [
    osvRecord('GHSA-1', 'left-pad', '1.0.0', {
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      aliases: ['CVE-2024-0001'],
    }),
    (bytes) => parseOsv(bytes, 'a.json', rate),
  ],
  secdb: [
    JSON.stringify({ packages: [{ pkg: { name: 'a', secfixes: { '1.0-r0': ['CVE-2020-1'] } } }] }),
    (bytes) => parseAlpineSecdb(bytes, 'v3.20', 'main.json'),
  ],
  tracker: [
    JSON.stringify({
      a: { 'CVE-2020-1': { releases: { sid: { status: 'open', urgency: 'low' } } } },
    }),
    (bytes) => parseDebianTracker(bytes, 'json'),
  ],
  kev: [
    JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2024-0001', dateAdded: '2025-05-05' }] }),
    (bytes) => parseKev(bytes, 'kev'),
  ],
  epss: [
    gzipSync('#score_date:2026-01-01\ncve,epss,percentile\nCVE-2024-0001,0.5,0.99\n'),
    (bytes) => parseEpss(bytes, 'epss'),
  ],
  cve: [
    JSON.stringify({
      cveMetadata: { cveId: 'CVE-2024-0001', state: 'PUBLISHED' },
      containers: { cna: { descriptions: [{ lang: 'en', value: 'a' }] }, adp: [{ metrics: [{}] }] },
    }),
    (bytes) => parseCve(bytes, 'cve', rate),
  ],
  endoflife: [
    JSON.stringify([{ cycle: '12', eol: '2026-06-10' }]),
    (bytes) => parseEndOfLife(bytes, 'debian', 'debian.json'),
  ],
};

test('no source throws, whatever bytes it is given', () => {
  for (const [name, [good, parse]] of Object.entries(SOURCES)) {
    const bytes = Buffer.from(good);
    parse(bytes);
    const change = fc.tuple(fc.nat(bytes.length), fc.uint8Array({ maxLength: 6 }), fc.nat(6));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let changed = bytes;
        for (const [at, inserted, removed] of changes) {
          changed = Buffer.concat([
            changed.subarray(0, at),
            inserted,
            changed.subarray(at + removed),
          ]);
        }
        assert.doesNotThrow(() => parse(changed), name);
      }),
      { numRuns: 300, seed: 11 },
    );
  }
});

test('no source throws for JSON of another shape', () => {
  for (const [name, [, parse]] of Object.entries(SOURCES)) {
    const keys = ['id', 'modified', 'affected', 'packages', 'pkg', 'secfixes', 'vulnerabilities'];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 5 }),
        fc.array(tie('any'), { maxLength: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (document) => {
        assert.doesNotThrow(() => parse(Buffer.from(JSON.stringify(document) ?? '')), name);
      }),
      { numRuns: 150, seed: 11 },
    );
  }
});
