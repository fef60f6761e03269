import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { byteViewOf } from '../src/ecosystems/byte-view.ts';
import { ZIP_SAMPLES } from '../src/ecosystems/zip-samples.contract.ts';
import { readZip } from '../src/ecosystems/zip.ts';

const hasJar = spawnSync('jar', ['--version']).status === 0;
const skip =
  hasJar || process.env['CI'] === 'true' ? false : 'SKIPPED: no JDK here to compare with';

const scratch = mkdtempSync(join(tmpdir(), 'drydock-jar-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

for (const [what, bytes] of Object.entries(ZIP_SAMPLES)) {
  test(`a zip is listed as jar lists it: ${what}`, { skip }, () => {
    const path = join(scratch, 'a.jar');
    writeFileSync(path, bytes);
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    const { stdout, stderr } = spawnSync('jar', ['tf', path], { encoding: 'utf8', env });
    assert.equal(stderr, '');
    const names = readZip(byteViewOf([bytes]))?.entries.map(({ name }) => `${name}\n`);
    assert.equal(names?.join(''), stdout);
  });
}
