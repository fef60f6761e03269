import assert from 'node:assert/strict';
import { mutated, mutatedText, mutationTest } from '../mutated.contract.ts';
import { makeZip } from './make-zip.contract.ts';
import { moduleStreamsOf } from './module-stream.ts';
import { normalizeNamespace } from './namespace.ts';
import { createRater, severityByLabel } from './severity.ts';
import { listZip, readZipEntry } from './zip.ts';

const VECTORS = [
  'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P',
  'AV:N/AC:L/Au:N/C:C/I:C/A:C',
  'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
  'CVSS:3.0/AV:L/AC:H/PR:N/UI:R/S:C/C:H/I:H/A:H',
];
const rate = createRater();

mutationTest(
  'CVSS vectors',
  (random) => mutatedText(VECTORS, random),
  (vector) => {
    severityByLabel(vector);
    const rating = rate('NVD', vector);
    if (rating === undefined) return 'refused';
    assert.ok(rating.score !== undefined && rating.score >= 0 && rating.score <= 10);
    return 'read';
  },
);

const ECOSYSTEMS = ['Ubuntu:Pro:22.04:LTS', 'Debian:12', 'Docker Hardened Images:Alpine:v3.20'];

mutationTest(
  'ecosystems of OSV and titles of errata',
  (random) => mutatedText([...ECOSYSTEMS, 'Important: nodejs:14 and a:b security'], random),
  (text) => {
    moduleStreamsOf(text, ['1.0.module', text]);
    return normalizeNamespace(text) === undefined ? 'refused' : 'read';
  },
);

const ZIP = makeZip({ 'a.json': '{"id":"a"}', 'b.json': '{"id":"b"}', 'c.json': 'c'.repeat(900) });

mutationTest(
  'archives of records',
  (random) => mutated(ZIP, random),
  (bytes) => {
    const file = {
      size: bytes.length,
      read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
    };
    const listed = listZip(file);
    if (!listed.ok) return 'refused';
    const read = listed.value.map((entry) => readZipEntry(file, entry));
    return read.some(({ ok }) => ok) ? 'read' : 'damaged';
  },
  ['read', 'damaged', 'refused'],
);
