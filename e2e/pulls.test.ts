/** Pulls whose bytes come from elsewhere: from nginx by X-Accel-Redirect, from S3 by a signed address. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CEPH_PROGRAMS, startCeph } from './support/ceph.ts';
import { layoutOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { startDockerEngine } from './support/docker-engine.ts';
import { scratch } from './support/drydock.ts';
import { startDrydock } from './support/drydock-server.ts';
import { ask, pushBlob, sha256, signedIn } from './support/raw-registry.ts';
import { startRegistryWithAccount } from './support/registry-account.ts';
import { succeed } from './support/run-program.ts';
import { freePort, startServer } from './support/server-process.ts';

const GUIDE = join(import.meta.dirname, '../docs/operating.md');

test(
  'nginx sends what the server allows, by the guide: whole, in parts, and to nobody else',
  { skip: withoutPrograms('nginx') },
  async (t) => {
    const data = mkdtempSync(join(scratch, 'data-'));
    const blobs = mkdtempSync(join(scratch, 'blobs-'));
    const front = `127.0.0.1:${await freePort()}`;
    const server = await startDrydock({
      data,
      env: { DRYDOCK_BLOBS: blobs, DRYDOCK_PULLS: 'nginx', DRYDOCK_URL: `http://${front}` },
    });
    t.after(() => server.stop());
    await startNginx(t, { front, back: server.host, blobs });
    const bytes = randomBytes(3_000_000);
    const digest = sha256(bytes);
    const registry = await signedIn(front, 'repository:open/app:pull,push');
    assert.equal((await pushBlob(registry, 'open/app', digest, bytes)).status, 201);
    const path = `/v2/open/app/blobs/${digest}`;
    const whole = await ask(registry, path);
    assert.equal(whole.status, 200);
    assert.ok(whole.body.equals(bytes));
    assert.equal(whole.headers['docker-content-digest'], digest);
    assert.equal(whole.headers['x-accel-redirect'], undefined);
    const part = await ask(registry, path, { headers: { range: 'bytes=1000000-1000099' } });
    assert.equal(part.status, 206);
    assert.deepEqual(part.body, bytes.subarray(1_000_000, 1_000_100));
    const missing = await ask(registry, `/v2/open/app/blobs/${sha256(randomBytes(9))}`);
    assert.equal(missing.status, 404);
    const hex = digest.slice(7);
    const outside = await ask({ host: front }, `/drydock-blobs/sha256/${hex.slice(0, 2)}/${hex}`);
    assert.equal(outside.status, 404, 'the folder is open to redirects of the server only');
    // Past nginx there is nobody to redirect to.
    const direct = await ask({ ...registry, host: server.host }, path);
    assert.ok(direct.body.equals(bytes));
  },
);

async function startNginx(
  t: TestContext,
  { front, back, blobs }: { readonly front: string; readonly back: string; readonly blobs: string },
): Promise<void> {
  const folder = mkdtempSync(join(scratch, 'nginx-'));
  const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(/```nginx\n([\s\S]*?)```/g)];
  const guide = blocks.map(([, text = '']) => text).find((text) => text.includes('internal;'));
  const locations = (guide ?? assert.fail('the guide has no such block'))
    .replace('http://127.0.0.1:7070', `http://${back}`)
    .replace('/srv/drydock/blobs/', `${blobs}/`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${user} daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1;
    events {}
    http { access_log off; ${paths}
    server { listen ${front}; client_max_body_size 0; proxy_http_version 1.1;
    ${locations} } }`,
  );
  const isUp = async (): Promise<boolean> => (await fetch(`http://${front}/livez`)).ok;
  const args = ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr'];
  const nginx = await startServer('nginx', args, isUp);
  if ('failed' in nginx) throw new Error(nginx.failed);
  t.after(() => nginx.stop());
}

const isRoot = process.getuid?.() === 0;

test(
  'S3 sends what the server allows: skopeo and docker follow, and take no token along',
  {
    skip:
      withoutCorpus ||
      withoutPrograms(...CEPH_PROGRAMS, 'skopeo', 'docker', 'dockerd') ||
      (isRoot ? false : 'SKIPPED: a Docker engine starts as root only'),
  },
  async (t) => {
    const folder = mkdtempSync(join(scratch, 'ceph-'));
    chmodSync(folder, 0o755);
    const ceph = await startCeph(folder);
    const { credentials } = ceph;
    const seen: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
    const watched = await watch(ceph.endpoint, seen);
    const client = new S3Client({
      endpoint: ceph.endpoint,
      credentials,
      region: 'us-east-1',
      forcePathStyle: true,
    });
    await client.send(new CreateBucketCommand({ Bucket: 'pulls' }));
    client.destroy();
    const account = await startRegistryWithAccount({
      DRYDOCK_BLOBS: `s3://pulls?endpoint=${watched.endpoint}`,
      DRYDOCK_PULLS: 'redirect',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
    const engine = await startDockerEngine(join(scratch, 'e'));
    if ('failed' in engine) throw new Error(engine.failed);
    t.after(async () => {
      await engine.stop();
      await account.stop();
      watched.stop();
      await ceph.stop();
    });
    const { host, user, password } = account;
    const image = `${host}/${user}/app:1`;
    const access = ['--tls-verify=false', '--creds', `${user}:${password}`].map((flag) =>
      flag.startsWith('--') ? flag.replace('--', '--dest-') : flag,
    );
    const { skopeo } = layoutOf('small-node');
    await succeed('skopeo', ['copy', '-q', ...access, skopeo, `docker://${image}`]);
    seen.length = 0;
    const back = join(mkdtempSync(join(scratch, 'back-')), 'oci');
    mkdirSync(back);
    const from = access.map((flag) => flag.replace('--dest-', '--src-'));
    await succeed('skopeo', ['copy', '-q', ...from, `docker://${image}`, `oci:${back}`]);
    const bySkopeo = pullsIn(seen);
    assert.ok(bySkopeo > 1, `${bySkopeo} blobs of S3`);
    assert.equal((await engine.docker('login', '-u', user, '-p', password, host)).code, 0);
    const pulled = await engine.docker('pull', image);
    assert.equal(pulled.code, 0, pulled.output);
    assert.ok(pullsIn(seen) > bySkopeo);
  },
);

/** Downloads by signed addresses; none of them with what is for the registry only. */
function pullsIn(
  seen: readonly { readonly url: string; readonly headers: IncomingHttpHeaders }[],
): number {
  const signed = seen.filter(({ url }) => url.includes('X-Amz-Signature='));
  for (const { headers } of signed) assert.equal(headers.authorization, undefined);
  return signed.length;
}

/** In front of S3, under a name that is not the registry's; Host stays, for the signature is of it. */
async function watch(
  endpoint: string,
  seen: { readonly url: string; readonly headers: IncomingHttpHeaders }[],
): Promise<{ readonly endpoint: string; stop(): void }> {
  const server = createServer((asked, answer) => {
    seen.push({ url: asked.url ?? '', headers: asked.headers });
    const { method, headers } = asked;
    const upstream = httpRequest(`${endpoint}${asked.url}`, { method, headers }, (told) => {
      answer.writeHead(told.statusCode ?? 0, told.headers);
      told.pipe(answer);
    });
    upstream.on('error', () => answer.destroy());
    asked.pipe(upstream);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return {
    endpoint: `http://localhost:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
