import { createHash, hash } from 'node:crypto';
import { type Digest, parseDigest } from '../model/index.ts';
import type { LayerFile } from './cataloger.ts';

/** A file as catalogers get it; `bytes`, `text` and the digests are made when first asked for. */
export function layerFile(path: string, chunks: readonly Uint8Array[]): LayerFile {
  let whole: Uint8Array | undefined = chunks.length === 1 ? chunks[0] : undefined;
  let text: string | undefined;
  let digest: Digest | undefined;
  let md5: string | undefined;
  const bytes = (): Uint8Array => (whole ??= Buffer.concat(chunks));
  return {
    path,
    size: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    chunks,
    bytes,
    text: () => (text ??= new TextDecoder().decode(bytes())),
    digest: () => (digest ??= digestOf(hashOf('sha256', chunks))),
    md5: () => (md5 ??= `md5:${hashOf('md5', chunks)}`),
  };
}

/** In hexadecimal. Chunks are not joined for it: an archive of 200 MB would take that much again. */
function hashOf(algorithm: 'sha256' | 'md5', chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  if (chunks.length === 1 && first) return hash(algorithm, first, 'hex');
  const state = createHash(algorithm);
  for (const chunk of chunks) state.update(chunk);
  return state.digest('hex');
}

function digestOf(sha256: string): Digest {
  const digest = parseDigest(`sha256:${sha256}`);
  if (digest === undefined) throw new Error('sha256 made no digest');
  return digest;
}
