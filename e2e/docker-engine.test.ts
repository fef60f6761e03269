import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { CORPUS, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { tagOf } from './support/docker-archive.ts';
import { startDockerEngine } from './support/docker-engine.ts';
import type { Ran } from './support/drydock.ts';
import { buildSnapshot, drydock, scratch } from './support/drydock.ts';

const IMAGE = 'small-node';
const isRoot = process.getuid?.() === 0;
const skip =
  withoutCorpus ||
  withoutPrograms('dockerd', 'docker') ||
  (isRoot ? false : 'SKIPPED: a Docker engine starts as root only');

test('an image of the local engine is what its archive is', { skip }, async (context) => {
  const engine = await startDockerEngine(join(scratch, 'engine'));
  if ('failed' in engine) {
    return context.skip(`SKIPPED: no Docker engine starts here: ${engine.failed}`);
  }
  try {
    await buildSnapshot(['debian-tracker', 'osv/npm']);
    const archive = join(CORPUS, IMAGE, `${IMAGE}.docker.tar`);
    assert.equal((await engine.docker('load', '-q', '-i', archive)).code, 0);
    const env = { DOCKER_HOST: `unix://${engine.socket}` };
    const cves = (image: string): Promise<Ran> =>
      drydock(['cves', '--format', 'json', image], { env });
    const tag = tagOf(archive);
    const expected = resultOf(await cves(archive));
    assert.equal(arrayOf(expected['packages']).length, 125);
    assert.deepEqual(resultOf(await cves(`docker://${tag}`)), expected);

    const absent = await cves('docker://absent:1');
    assert.deepEqual([absent.code, absent.stdout], [1, '']);
    assert.match(absent.stderr, /the Docker engine has no image absent:1; pull it/);
  } finally {
    await engine.stop();
  }
  return undefined;
});

function resultOf({ code, stdout, stderr, leftovers }: Ran): Readonly<Record<string, unknown>> {
  assert.equal(code, 0, stderr);
  assert.deepEqual(leftovers, []);
  const { packages, findings, summary, distribution } = recordOf(JSON.parse(stdout));
  return { packages, findings, summary, distribution };
}
