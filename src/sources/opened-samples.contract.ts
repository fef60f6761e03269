import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { OpenedImage } from '../image/index.ts';
import type { Files } from './image-samples.contract.ts';
import { sha256 } from './image-samples.contract.ts';
import { openImage } from './open-image.ts';
import type { SourceOptions } from './options.ts';

/** A folder of the test file's own, gone when its tests are done. */
export const folder: string = await mkdtemp(join(tmpdir(), 'drydock-sources-'));
after(() => rm(folder, { recursive: true, force: true }));

export const OPTIONS: SourceOptions = {
  limits: DEFAULT_LIMITS,
  defaultPlatform: 'linux/amd64',
  passLayer: async (_, chunks) => void (await collect(chunks)),
  standardInput: () => {
    throw new Error('nothing was piped');
  },
  registry: {
    environment: {},
    plainHttp: [],
    attempts: 1,
    idleTimeout: 1000,
    sleep: () => Promise.resolve(),
    random: () => 0,
  },
};

export async function open(
  text: string,
  options: Partial<SourceOptions> = {},
): Promise<OpenedImage> {
  const opened = await openImage(text, { ...OPTIONS, ...options });
  assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
  assert.ok(opened.value.kind === 'image');
  await opened.value.image.close();
  return opened.value.image;
}

export async function failureFor(
  text: string,
  options: Partial<SourceOptions> = {},
): Promise<string> {
  const opened = await openImage(text, { ...OPTIONS, ...options });
  assert.ok(!opened.ok, `${text} was opened`);
  return opened.error.message;
}

export function passInto(passed: Map<string, string>): Pick<SourceOptions, 'passLayer'> {
  return {
    passLayer: async (key, chunks) => {
      passed.set(key, sha256(await collect(chunks)));
    },
  };
}

/** In pieces of 1,000 bytes, so that nothing comes in one piece. */
export function stdin(bytes: Uint8Array): Pick<SourceOptions, 'standardInput'> {
  return {
    async *standardInput() {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    },
  };
}

export async function layersOf(image: OpenedImage): Promise<string[]> {
  return Promise.all(
    image.layers.map(async ({ bytes }) => {
      assert.ok(bytes.kind === 'file');
      const whole = await readFile(bytes.path);
      return sha256(whole.subarray(bytes.offset, bytes.offset + bytes.length));
    }),
  );
}

export async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

export async function unpack(name: string, files: Files): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const full = join(folder, name, path);
    await mkdir(dirname(full), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array)
      await writeFile(full, content);
  }
  return join(folder, name);
}

export function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Array.fromAsync(chunks).then((all) => Buffer.concat(all));
}
