import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailureError } from '../../base/index.ts';
import { bunzip2 } from './bunzip2.ts';

/** `python3 -c "import bz2, base64; print(base64.b64encode(bz2.compress(...)))"` of what is named. */
const SAMPLES: readonly (readonly [what: string, plain: string, packed: string])[] = [
  ['nothing', '', 'QlpoORdyRThQkAAAAAA='],
  [
    'runs',
    'a'.repeat(3) + 'b'.repeat(4) + 'c'.repeat(1000),
    'QlpoOTFBWSZTWXGRbGMAAADBAcAAOAAAgAAIIAAhJNMDAHPGuqlAMLuSKcKEg4yLYxg=',
  ],
  [
    'a text',
    'the quick brown fox jumps over the lazy dog. '.repeat(20),
    'QlpoOTFBWSZTWX8/3DwAAXuRgEABP///8DAAuAo0NAAAAUaGgAAAClUmppgmCM1NtR+EwTsTBOJNCZE0JvJ0J+k4k7kyJ3E1JsJ5J6E1JmT+JkTYTBPJMycyaE9EzJ2J/k1JmJgmCdCr2T2T4LuSKcKEg/n+4eA=',
  ],
  [
    'several blocks',
    'the quick brown fox jumps over the lazy dog. '.repeat(5000),
    'QlpoMTFBWSZTWSlLBZkAoI+RgEABP///8DABWABRoaAAAAo0NAAAAFKpNJoxDaTTaNqPtUkMSkhoqSGFSQ5KkhqqSGSpIaqkh9Skh+ykh/SkhyVJDqqSGUpIdSpIbKkhuVJDvKSHkqSGypIZqkh2VJDJUkNypIYVJDvKSGapIfipIaqkh5VJDNUkNFSQ8KkhsqSGapIaZSkhhUkMKkh0SBL1KSHqUkPZigrJMprJJg7RAAF93IwCAAn///+BgArAAo0NAAAAUaGgAAAClUKDIZM0T1NtR+KkhhUkOipIYVJD6lJDZUkMlSQ2lJDgqSHNUkNZSQ7/apIaqkhkqSGtKSG8pIZqkh7Kkh4pSQ3VJDRUkOypIZSkhmqSGFSQz/lSQylJDkqSGypIeFSQ0VJDpKSH+qSG6pIaUpIYVJDCpIc4gS8qkh5VJD0YoKyTKayuHYP4gBW7yMAgAJ////gYAJwAUaGgAAAKNDQAAABSqFNNGAQ2jak5FIYlIdikMFIcJSGpSGRSGspD6lIdJSH5KQ4FIdykMpSHeKQ2lIZlIeJSHqKQ2KQ0KQ/SkMpSGZSGCkPEpDQpDmUhqUh6KQ0KQ7SkPJSGxSGkUhgpDBSGfQgl7lIe5SH+LuSKcKEhYSlLqg==',
  ],
  [
    'two streams',
    'onetwo',
    'QlpoOTFBWSZTWbtwGxAAAAEBAAIBoAAhmBmBYXckU4UJC7cBsQBCWmg5MUFZJlNZzdyNmgAAAIGAAACEgCAAIZgZhGF3JFOFCQzdyNmg',
  ],
];

test('what bzip2 wrote is read, with runs, several blocks and several streams', () => {
  for (const [what, plain, packed] of SAMPLES) {
    const read = Buffer.concat([...bunzip2(Buffer.from(packed, 'base64'))]);
    assert.equal(read.toString('latin1'), plain, what);
  }
});

test('a byte that is another, or missing, never gives other bytes', () => {
  const [, plain = '', packed = ''] = SAMPLES[2] ?? [];
  const bytes = Buffer.from(packed, 'base64');
  let noticed = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x55;
    try {
      // the second code is there for every block, and not used in one as short as this
      assert.equal(Buffer.concat([...bunzip2(changed)]).toString('latin1'), plain, `${at}`);
    } catch (error) {
      assert.ok(error instanceof FailureError, String(error));
      noticed += 1;
    }
    assert.throws(() => [...bunzip2(bytes.subarray(0, at))], FailureError, `cut off at ${at}`);
  }
  assert.ok(noticed > bytes.length * 0.8, `${noticed} of ${bytes.length}`);
});
