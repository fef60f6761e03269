import { randomUUID } from 'node:crypto';
import type { CryptoKey } from 'jose';
import { exportJWK, exportPKCS8, generateKeyPair, importJWK, importPKCS8 } from 'jose';
import type { SigningKeyRow } from './ports.ts';
import type { AccountsWorld } from './world.ts';

const ALGORITHM = 'ES256';
const PURPOSE = 'signing key';
const DAY = 24 * 60 * 60 * 1000;
/** A key signs for so long. */
const SIGNS_MILLISECONDS = 30 * DAY;
/** And is known so much longer: far more than a token lives. */
const KNOWN_MILLISECONDS = 31 * DAY;
/** A key that is not known may be another process's new one: looked for no oftener. */
const LOOK_EVERY = 2_000;

/** The keys of the registry's tokens, shared by all processes. */
export interface SigningKeys {
  signer(): Promise<{ readonly kid: string; readonly key: CryptoKey }>;
  /** The public key of this id: one of ours, or none. */
  verifier(kid: string): Promise<CryptoKey | undefined>;
  sweep(): Promise<void>;
}

interface LoadedKey {
  readonly kid: string;
  readonly createdAt: number;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export function createSigningKeys(world: AccountsWorld): SigningKeys {
  let keys: Promise<readonly LoadedKey[]> | undefined;
  let looked = -Infinity;
  const look = (): Promise<readonly LoadedKey[]> => {
    looked = world.clock.now();
    keys = load(world).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  const find = async (isWanted: (key: LoadedKey) => boolean): Promise<LoadedKey | undefined> => {
    const found = (await (keys ?? look())).find(isWanted);
    if (found) return found;
    const isTooSoon = Math.abs(world.clock.now() - looked) < LOOK_EVERY;
    return isTooSoon ? undefined : (await look()).find(isWanted);
  };
  return {
    signer: async () => {
      const since = world.clock.now() - SIGNS_MILLISECONDS;
      let key = newest(await (keys ?? look()), since) ?? newest(await look(), since);
      if (!key) {
        await makeKey(world);
        key = newest(await look(), since);
      }
      if (!key) throw new Error('the signing key that was just made is not there');
      return { kid: key.kid, key: key.privateKey };
    },
    verifier: async (kid) => (await find((key) => key.kid === kid))?.publicKey,
    sweep: () => world.store.removeSigningKeys(world.clock.now() - KNOWN_MILLISECONDS),
  };
}

/** The one that signs: made after `since`. */
function newest(keys: readonly LoadedKey[], since: number): LoadedKey | undefined {
  return keys.find(({ createdAt }) => createdAt > since);
}

/** The newest first. */
async function load({ store, seal }: AccountsWorld): Promise<readonly LoadedKey[]> {
  const rows = await store.signingKeys();
  const keys = rows.map(async ({ kid, createdAt, privateKey, publicJwk }): Promise<LoadedKey> => {
    const pem = Buffer.from(seal.open(privateKey, PURPOSE)).toString();
    const publicKey = await importJWK(publicJwk, ALGORITHM);
    if (publicKey instanceof Uint8Array) throw new Error(`the public key ${kid} is no key pair's`);
    return { kid, createdAt, privateKey: await importPKCS8(pem, ALGORITHM), publicKey };
  });
  return (await Promise.all(keys)).toSorted((left, right) => right.createdAt - left.createdAt);
}

async function makeKey({ store, seal, clock, log }: AccountsWorld): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  if (kty === undefined || crv === undefined || x === undefined || y === undefined) {
    throw new Error('a key of P-256 has two coordinates');
  }
  const row: SigningKeyRow = {
    kid: randomUUID(),
    privateKey: seal.seal(Buffer.from(await exportPKCS8(privateKey)), PURPOSE),
    publicJwk: { kty, crv, x, y },
    createdAt: clock.now(),
  };
  await store.addSigningKey(row);
  log.info('signing key made', { kid: row.kid });
}
