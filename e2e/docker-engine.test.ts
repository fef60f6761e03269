import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { CORPUS, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import type { Ran } from './support/drydock.ts';
import { buildSnapshot, drydock, scratch } from './support/drydock.ts';
import { startServer } from './support/server-process.ts';

const IMAGE = 'small-node';
const isRoot = process.getuid?.() === 0;
const skip =
  withoutCorpus ||
  withoutPrograms('dockerd', 'docker') ||
  (isRoot ? false : 'SKIPPED: a Docker engine starts as root only');

test('an image of the local engine is what its archive is', { skip }, async (context) => {
  const folder = join(scratch, 'engine');
  mkdirSync(folder);
  const socket = join(folder, 'd.sock');
  const paths = { root: '--data-root', exec: '--exec-root', 'd.pid': '--pidfile' };
  const places = Object.entries(paths).flatMap(([name, flag]) => [flag, join(folder, name)]);
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none'];
  const args = ['--storage-driver=vfs', ...network, ...places, '-H', `unix://${socket}`];
  const docker = (...words: readonly string[]): boolean =>
    spawnSync('docker', words, { env: { ...process.env, DOCKER_HOST: `unix://${socket}` } })
      .status === 0;
  const isUp = (): Promise<boolean> => Promise.resolve(existsSync(socket) && docker('version'));
  const engine = await startServer('dockerd', args, isUp);
  if ('failed' in engine) {
    return context.skip(`SKIPPED: no Docker engine starts here: ${engine.failed}`);
  }
  try {
    await buildSnapshot(['debian-tracker', 'osv/npm']);
    const archive = join(CORPUS, IMAGE, `${IMAGE}.docker.tar`);
    assert.ok(docker('load', '-q', '-i', archive));
    const env = { DOCKER_HOST: `unix://${socket}` };
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

function tagOf(archive: string): string {
  const json: unknown = JSON.parse(
    execFileSync('tar', ['xOf', archive, 'manifest.json']).toString(),
  );
  return String(arrayOf(recordOf(arrayOf(json)[0])['RepoTags'])[0]);
}

function resultOf({ code, stdout, stderr, leftovers }: Ran): Readonly<Record<string, unknown>> {
  assert.equal(code, 0, stderr);
  assert.deepEqual(leftovers, []);
  const { packages, findings, summary, distribution } = recordOf(JSON.parse(stdout));
  return { packages, findings, summary, distribution };
}
