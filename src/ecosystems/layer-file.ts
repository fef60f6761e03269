import { createHash, hash } from 'node:crypto';
import { type Digest, parseDigest } from '../model/index.ts';
import { type ByteView, byteViewOf } from './byte-view.ts';
import type { LayerFile } from './cataloger.ts';
import { Spool } from './spool.ts';

/**
 * A file as catalogers get it; `bytes`, `text` and the digests are made when first asked for.
 *
 * @param content its bytes in their order, or a view of them.
 * @param spool for what its catalogers unpack; memory where there is none.
 */
export function layerFile(
  path: string,
  content: readonly Uint8Array[] | ByteView,
  spool: Spool = new Spool(),
): LayerFile {
  const view = 'bytes' in content ? content : byteViewOf(content);
  let whole: Uint8Array | undefined;
  let text: string | undefined;
  let digest: Digest | undefined;
  let md5: string | undefined;
  const bytes = (): Uint8Array => (whole ??= view.bytes(0, view.length) ?? new Uint8Array(0));
  return {
    path,
    size: view.length,
    view,
    spool,
    bytes,
    text: () => (text ??= new TextDecoder().decode(bytes())),
    digest: () => (digest ??= digestOf(hashOf('sha256', view))),
    md5: () => (md5 ??= `md5:${hashOf('md5', view)}`),
  };
}

/** Faster to digest at once, with a copy where it lies in pieces. */
const ONE_PIECE = 64 * 1024;

/** In hexadecimal. Pieces are not joined for it: an archive of 200 MB would take that much again. */
function hashOf(algorithm: 'sha256' | 'md5', view: ByteView): string {
  if (view.length <= ONE_PIECE) return hash(algorithm, view.bytes(0, view.length) ?? '', 'hex');
  const state = createHash(algorithm);
  for (const piece of view.pieces()) state.update(piece);
  return state.digest('hex');
}

function digestOf(sha256: string): Digest {
  const digest = parseDigest(`sha256:${sha256}`);
  if (digest === undefined) throw new Error('sha256 made no digest');
  return digest;
}
