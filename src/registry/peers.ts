import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** A process that works on uploads, as their rows name it. */
export interface UploadOwner {
  /** A UUID that stays with its data folder. */
  readonly id: string;
  /** Where the others reach it: `http://10.0.0.5:7070`, no slash at the end. */
  readonly address: string;
}

/** This process among those that share a database. */
export interface Peers {
  readonly self: UploadOwner;
  /** What only they know; the first one signs, each of them is believed. */
  readonly secrets: readonly Uint8Array[];
  /** How to know the others by TLS, where their addresses are https. */
  readonly tls?: PeerTls;
}

export interface PeerTls {
  /** PEM. */
  readonly certificate: string;
  /** The name that all of them have in their certificates. */
  readonly host: string;
}

/** A request that another process passed on, because the upload is here. */
export interface PeerRequest {
  /** The client's address, as that process saw it. */
  readonly address: string;
}

const HEADER = 'drydock-peer';
/** Clocks may differ by so much; a signature that was seen is good for no other request anyway. */
const FRESH_MS = 5 * 60_000;
const SHAPE =
  /^(?<to>[0-9a-f-]{36});(?<at>\d{13});(?<address>[0-9a-fA-F.:]{0,45});(?<mac>[\w-]{43})$/;

/** What is put on a request to another process: who is asked, when, for which client, signed. */
export function peerHeader(
  { secrets }: Peers,
  request: Pick<IncomingMessage, 'method' | 'url'>,
  { to, address, now }: { readonly to: string; readonly address: string; readonly now: number },
): Readonly<Record<string, string>> {
  const [secret] = secrets;
  if (!secret) throw new Error('peers need a secret');
  const words = `${to};${now};${address}`;
  return { [HEADER]: `${words};${macOf(secret, request, words).toString('base64url')}` };
}

/**
 * Whether a request comes from another process; `undefined`: from a client, like most.
 *
 * @throws Refusal of one that only says so, or that means another process than this.
 */
export function peerOf(
  { self, secrets }: Peers,
  request: IncomingMessage,
  now: number,
): PeerRequest | undefined {
  const header = request.headers[HEADER];
  if (header === undefined) return undefined;
  const parts = typeof header === 'string' ? SHAPE.exec(header)?.groups : undefined;
  const { to = '', at = '', address = '', mac = '' } = parts ?? {};
  const words = `${to};${at};${address}`;
  const isSigned = secrets.some((secret) =>
    timingSafeEqual(macOf(secret, request, words), padded(mac)),
  );
  if (!isSigned || Math.abs(Number(at) - now) > FRESH_MS) {
    throw new Refusal('DENIED', 'this request is not from one of the servers');
  }
  if (to !== self.id) throw misdirected();
  return { address };
}

/** What the asked process says when it is not the one that works on the upload. */
export function misdirected(): Refusal {
  return new Refusal('BLOB_UPLOAD_UNKNOWN', 'the upload is not here', { status: MISDIRECTED });
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-421-misdirected-request */
export const MISDIRECTED = 421;

function macOf(
  secret: Uint8Array,
  { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>,
  words: string,
): Buffer {
  return createHmac('sha256', secret).update(`${method}\n${url}\n${words}`).digest();
}

const MAC_BYTES = 32;

function padded(mac: string): Buffer {
  return Buffer.concat([Buffer.from(mac, 'base64url'), Buffer.alloc(MAC_BYTES)], MAC_BYTES);
}
