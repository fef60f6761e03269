import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS, FailureError } from '../base/index.ts';
import { generateTars } from './tar-generator.ts';
import { TarWalker } from './tar-walker.ts';
import type { TarHandler } from './tar-walker.ts';

const BLOCK = 512;

test('content that is skipped changes nothing of what is seen', () => {
  let skipped = 0;
  for (const tar of generateTars(3, 500)) {
    const pushed = listed(tar, (walker, at) => {
      walker.push(tar.subarray(at, at + BLOCK));
      return at + BLOCK;
    });
    const sought = listed(tar, (walker, at) => {
      const unwanted = Math.min(walker.unwanted, tar.length - at);
      skipped += unwanted;
      walker.skip(unwanted);
      if (unwanted === 0) walker.push(tar.subarray(at, at + BLOCK));
      return walker.offset > at ? walker.offset : at + BLOCK;
    });
    assert.deepEqual(sought, pushed);
  }
  assert.ok(skipped > 100_000, `${skipped} bytes were skipped`);
});

test('more than what nobody wants cannot be skipped', () => {
  const walker = new TarWalker(HANDLER, DEFAULT_LIMITS);
  assert.throws(() => walker.skip(1), /1 bytes skipped of 0/);
});

const HANDLER: TarHandler = { entry: () => 'skip', data: () => undefined, end: () => undefined };

/** Names and links of the entries, and the code of the failure if there was one. */
function listed(tar: Buffer, step: (walker: TarWalker, at: number) => number): readonly string[] {
  const lines: string[] = [];
  const walker = new TarWalker(
    {
      ...HANDLER,
      entry({ name, linkName, size }) {
        lines.push(`${name} ${linkName} ${size}`);
        return 'skip';
      },
    },
    DEFAULT_LIMITS,
  );
  try {
    for (let at = 0; at < tar.length;) at = step(walker, at);
    walker.end();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    lines.push(error.failure.code);
  }
  return lines;
}
