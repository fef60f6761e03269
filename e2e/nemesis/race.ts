import type { Answer, Blob, RawRegistry, RawRequest } from '../support/raw-registry.ts';
import { ask, manifestOf, MANIFEST_TYPE, sha256 } from '../support/raw-registry.ts';
import type { Tally } from './client.ts';
import { toldBy } from './client.ts';
import type { Seeded } from './seeded.ts';
import { seeded } from './seeded.ts';

/**
 * A repository in which pushes and deletions of the same few things meet (A11). Nobody can say which comes
 * first; whatever does, what is there afterwards is whole.
 */
export interface Race {
  registry: RawRegistry;
  /** Deletes the repository itself. */
  deleteRepository: () => Promise<Response>;
  readonly tally: Tally;
  readonly randoms: readonly Seeded[];
  /** Requests that were answered. */
  count: number;
}

export const RACED = 'nemesis/raced';
const RACERS = 4;
const IMAGES = 4;
const TAGS = ['a', 'b', 'c'];

interface Image {
  readonly blobs: readonly Buffer[];
  readonly manifest: Buffer;
}

export function makeRace(seed: number, tally: Tally): Race {
  const randoms = Array.from({ length: RACERS }, (_, at) => seeded(seed * 1000 + 500 + at));
  return {
    registry: { host: '' },
    deleteRepository: () => Promise.reject(new Error('nobody is signed in')),
    tally,
    randoms,
    count: 0,
  };
}

/** Pushes and deletes until it is over, several at a time. */
export async function raceUntil(race: Race, isOver: { readonly value: boolean }): Promise<void> {
  await Promise.all(
    race.randoms.map(async (random) => {
      while (!isOver.value) await step(race, random).catch(() => undefined);
    }),
  );
}

async function step(race: Race, random: Seeded): Promise<void> {
  const image = imageOf(random.below(IMAGES));
  const tag = random.pick(TAGS) ?? '';
  const at = random.below(100);
  if (at < 55) await push(race, image, tag);
  else if (at < 70) await expect(race, `manifests/${tag}`, { method: 'DELETE' }, [202, 404]);
  else if (at < 85) {
    const path = `manifests/${sha256(image.manifest)}`;
    await expect(race, path, { method: 'DELETE' }, [202, 404]);
  } else if (at < 98) {
    const digest = sha256(random.pick(image.blobs) ?? Buffer.alloc(0));
    // Refused while a manifest names it.
    await expect(race, `blobs/${digest}`, { method: 'DELETE' }, [202, 404, 405]);
  } else await deleteAll(race);
}

/** As clients do, who may find each blob deleted again before its manifest comes. */
async function push(race: Race, { blobs, manifest }: Image, tag: string): Promise<void> {
  for (const bytes of blobs) {
    const path = `blobs/${sha256(bytes)}`;
    const head = await expect(race, path, { method: 'HEAD' }, [200, 404]);
    if (head.status === 200) continue;
    const upload = `blobs/uploads/?digest=${sha256(bytes)}`;
    const headers = { 'content-type': 'application/octet-stream' };
    // The repository itself may go meanwhile.
    await expect(race, upload, { method: 'POST', headers, body: bytes }, [201, 404]);
  }
  const headers = { 'content-type': MANIFEST_TYPE };
  const put = { method: 'PUT', headers, body: manifest };
  const answer = await ask(race.registry, `/v2/${RACED}/manifests/${tag}`, put);
  const isMissed = answer.body.includes('"MANIFEST_BLOB_UNKNOWN"');
  const statuses = isMissed ? [400] : [201, 404];
  judge(race, `PUT of ${RACED}:${tag}`, answer.status, statuses, toldBy(answer));
}

async function deleteAll(race: Race): Promise<void> {
  const answer = await race.deleteRepository();
  const told = `${await answer.text()} (request ${answer.headers.get('x-request-id')})`;
  judge(race, `DELETE of ${RACED}`, answer.status, [204, 404], told);
}

async function expect(
  race: Race,
  path: string,
  what: RawRequest,
  statuses: readonly number[],
): Promise<Answer> {
  const answer = await ask(race.registry, `/v2/${RACED}/${path}`, what);
  judge(race, `${what.method} ${RACED} ${path}`, answer.status, statuses, toldBy(answer));
  return answer;
}

function judge(
  race: Race,
  what: string,
  status: number,
  statuses: readonly number[],
  told: string,
): void {
  race.count += 1;
  if (statuses.includes(status) || (race.tally.isTroubled && status === 503)) return;
  race.tally.violations.push(`${what} answered ${status}: ${told}`);
}

/** After all is quiet: each tag that is listed answers, each manifest has all that it names. */
export async function assertWhole(race: Race): Promise<void> {
  const { registry, tally } = race;
  const listed = await ask(registry, `/v2/${RACED}/tags/list`);
  const { tags }: { tags?: unknown } =
    listed.status === 200 ? Object(JSON.parse(listed.body.toString())) : { tags: [] };
  for (const tag of TAGS) {
    const isListed = Array.isArray(tags) && tags.includes(tag);
    const isThere = await isWhole(race, tag);
    if (isListed !== isThere) {
      const found = isThere ? 'answers' : 'is not there';
      tally.violations.push(`${RACED}:${tag} ${found}, and the list is ${JSON.stringify(tags)}`);
    }
  }
  for (let at = 0; at < IMAGES; at += 1) await isWhole(race, sha256(imageOf(at).manifest));
}

async function isWhole({ registry, tally }: Race, reference: string): Promise<boolean> {
  const path = `/v2/${RACED}/manifests/${reference}`;
  const manifest = await ask(registry, path, { headers: { accept: MANIFEST_TYPE } });
  if (manifest.status === 404) return false;
  const image = Array.from({ length: IMAGES }, (_, at) => imageOf(at)).find((one) =>
    one.manifest.equals(manifest.body),
  );
  if (!image) {
    tally.violations.push(`${path} answers ${manifest.status} with what nobody pushed`);
    return true;
  }
  for (const bytes of image.blobs) {
    const blob = await ask(registry, `/v2/${RACED}/blobs/${sha256(bytes)}`);
    if (blob.status === 200 && blob.body.equals(bytes)) continue;
    tally.violations.push(`${path} is there, and ${sha256(bytes)} answers ${blob.status}`);
  }
  return true;
}

function described(bytes: Buffer): Blob {
  return { digest: sha256(bytes), size: bytes.length };
}

/** A layer of its own, and one that all share. */
function imageOf(at: number): Image {
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', at }));
  const layers = [Buffer.alloc(2000, `layer ${at}`), Buffer.alloc(2000, 'shared by all')];
  return {
    blobs: [config, ...layers],
    manifest: manifestOf(described(config), layers.map(described)),
  };
}
