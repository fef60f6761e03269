import { hash } from 'node:crypto';
import { type Digest, parseDigest } from '../model/index.ts';
import type { LayerFile } from './cataloger.ts';

/** A file as catalogers get it; `bytes`, `text` and `digest` are made when first asked for. */
export function layerFile(path: string, chunks: readonly Uint8Array[]): LayerFile {
  let whole: Uint8Array | undefined = chunks.length === 1 ? chunks[0] : undefined;
  let text: string | undefined;
  let digest: Digest | undefined;
  const bytes = (): Uint8Array => (whole ??= Buffer.concat(chunks));
  return {
    path,
    size: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    chunks,
    bytes,
    text: () => (text ??= new TextDecoder().decode(bytes())),
    digest: () => (digest ??= digestOf(bytes())),
  };
}

function digestOf(bytes: Uint8Array): Digest {
  const digest = parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`);
  if (digest === undefined) throw new Error('sha256 made no digest');
  return digest;
}
