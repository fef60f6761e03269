import type { Answer } from '../support/raw-registry.ts';
import { ask, sha256 } from '../support/raw-registry.ts';
import type { Writer } from './client.ts';
import { ANY_MANIFEST } from './client.ts';
import type { RepositoryModel, StoredManifest } from './model.ts';
import { isSurely, observe, possible } from './model.ts';

/**
 * Reads what the repository must hold and holds it to the model. What is sure must be so; what may be
 * either way must be one of the two, whole; from then on it is that.
 */
export async function readBack(writer: Writer, keys: Iterable<string>): Promise<number> {
  const { model, tally } = writer;
  let count = 0;
  for (const key of keys) {
    const found = await read(writer, key);
    if (!possible(model, key).includes(found)) {
      const said = possible(model, key).map((one) => one ?? 'nothing');
      tally.violations.push(
        `${model.name} ${key} is ${found ?? 'not there'}, and was ${said.join(' or ')}`,
      );
    }
    observe(model, key, found);
    count += 1;
  }
  return count;
}

/** Tags listed are tags that answer, and all of them; referrers list what names its subject. */
export async function readLists(writer: Writer): Promise<void> {
  const { model, tally } = writer;
  const listed = await ask(writer.registry, `/v2/${model.name}/tags/list?n=1000`);
  const { tags }: { tags?: unknown } =
    listed.status === 200 ? Object(JSON.parse(listed.body.toString())) : { tags: [] };
  const expected = [...model.states.keys()]
    .filter((key) => key.startsWith('tag:') && !isSurely(model, key, undefined))
    .map((key) => key.slice('tag:'.length))
    .toSorted();
  if (JSON.stringify(tags ?? []) !== JSON.stringify(expected)) {
    const text = JSON.stringify(tags);
    tally.violations.push(`${model.name} lists the tags ${text}, and has ${expected.join()}`);
  }
  for (const subject of subjectsOf(model)) await readReferrers(writer, subject);
}

async function readReferrers(writer: Writer, subject: string): Promise<void> {
  const { model, tally } = writer;
  const path = `/v2/${model.name}/referrers/${subject}`;
  const text = (await ask(writer.registry, path)).body.toString();
  for (const [digest, manifest] of model.manifests) {
    if (manifest.subject !== subject) continue;
    const isThere = isSurely(model, `manifest:${digest}`, digest);
    if (text.includes(digest) !== isThere) {
      tally.violations.push(`${path} does ${isThere ? 'not ' : ''}list ${digest}`);
    }
  }
}

function subjectsOf(model: RepositoryModel): Set<string> {
  const subjects = [...model.manifests.values()].map(({ subject }) => subject);
  return new Set(subjects.filter((subject) => subject !== undefined));
}

/** The digest of what is there, by its bytes; `undefined` when nothing is. */
async function read(writer: Writer, key: string): Promise<string | undefined> {
  const name = key.slice(key.indexOf(':') + 1);
  return key.startsWith('blob:') ? readBlob(writer, name) : readManifest(writer, name);
}

async function readBlob(writer: Writer, digest: string): Promise<string | undefined> {
  const path = `/v2/${writer.model.name}/blobs/${digest}`;
  const head = await ask(writer.registry, path, { method: 'HEAD' });
  const get = await ask(writer.registry, path);
  if (head.status !== get.status) violation(writer, `${path}: HEAD ${head.status}, GET`, get);
  if (get.status === 404) return undefined;
  if (get.status !== 200) violation(writer, path, get);
  if (Number(head.headers['content-length']) !== get.body.length) {
    violation(writer, `${path}: HEAD says ${head.headers['content-length']} bytes`, get);
  }
  return sha256(get.body);
}

async function readManifest(writer: Writer, reference: string): Promise<string | undefined> {
  const { model } = writer;
  const path = `/v2/${model.name}/manifests/${reference}`;
  const get = await ask(writer.registry, path, { headers: ANY_MANIFEST });
  if (get.status === 404) return undefined;
  if (get.status !== 200) violation(writer, path, get);
  const digest = sha256(get.body);
  if (get.headers['docker-content-digest'] !== digest) violation(writer, `${path}: digest`, get);
  const stored = model.manifests.get(digest);
  if (!stored) violation(writer, `${path} is what nobody pushed`, get);
  else await readNeeds(writer, path, stored);
  return digest;
}

/** Nothing that a visible manifest names may be missing. */
async function readNeeds(writer: Writer, path: string, { needs }: StoredManifest): Promise<void> {
  for (const digest of needs) {
    const kind = writer.model.manifests.has(digest) ? 'manifests' : 'blobs';
    const needed = `/v2/${writer.model.name}/${kind}/${digest}`;
    const head = await ask(writer.registry, needed, { method: 'HEAD', headers: ANY_MANIFEST });
    if (head.status !== 200) violation(writer, `${path} is there, and ${needed}`, head);
  }
}

function violation(writer: Writer, what: string, answer: Answer): void {
  writer.tally.violations.push(`${what} answers ${answer.status} with ${answer.body.length} bytes`);
}
