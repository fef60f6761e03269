import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { arrayOf, recordOf } from '../src/base/index.ts';

/**
 * A copy of a layout with one image, in which every gzip layer has another digest and the same content:
 * an empty gzip member with a name of its own is put before it. The folder is written anew.
 */
export async function renewLayout(from: string, to: string, mark: string): Promise<string> {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  const index = recordOf(JSON.parse(readFileSync(join(to, 'index.json'), 'utf8')));
  const [first] = arrayOf(index['manifests']);
  const manifest = recordOf(JSON.parse(readFileSync(blob(to, first), 'utf8')));
  const layers = arrayOf(manifest['layers']).map((layer) => {
    const bytes = Buffer.concat([emptyMember(mark), readFileSync(blob(to, layer))]);
    rmSync(blob(to, layer));
    return { ...recordOf(layer), ...write(to, bytes) };
  });
  const renewed = write(to, Buffer.from(JSON.stringify({ ...manifest, layers })));
  const manifests = [{ mediaType: recordOf(first)['mediaType'], ...renewed }];
  writeFileSync(join(to, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return Promise.resolve(to);
}

/** https://www.rfc-editor.org/rfc/rfc1952#page-5: a member whose header carries a file name. */
function emptyMember(mark: string): Buffer {
  const plain = gzipSync(Buffer.alloc(0));
  const header = Buffer.from(plain.subarray(0, 10));
  header[3] = 8;
  return Buffer.concat([header, Buffer.from(`${mark}\0`, 'latin1'), plain.subarray(10)]);
}

function write(folder: string, bytes: Buffer): { readonly digest: string; readonly size: number } {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), bytes);
  return { digest, size: bytes.length };
}

function blob(folder: string, descriptor: unknown): string {
  return join(folder, 'blobs', String(recordOf(descriptor)['digest']).replace(':', '/'));
}
