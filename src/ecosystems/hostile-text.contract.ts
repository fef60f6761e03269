import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PackageCataloger } from './cataloger.ts';
import { layerFile } from './layer-file.ts';

/** What careless readers go over again and again, go deep into, or take for a prototype. */
const REPEATED = [
  '[',
  '{',
  '{"a":',
  '"',
  "'",
  ' ',
  '\t',
  '\n',
  '\r\n',
  ':',
  ': ',
  'a:\n',
  '- ',
  '# ',
  ',',
  '/*',
  'a: {',
  '[[a]]\n',
  'a.',
  '==',
  'a \\\n',
  ' (',
  '%q<',
  's.name = "',
  ';',
  '-',
  '0',
  'a@1:\n',
  '"__proto__":{"polluted":"yes"},',
  '[__proto__]\npolluted = 1\n',
  '__proto__:\n  polluted: yes\n',
];

const HEADS = ['', '{"packages":{', "lockfileVersion: '9.0'\npackages:\n", 'a = ', 'GEM\n    '];

/** A quadratic reader would take many seconds for one. */
const CHARS = 100_000;
const LONGEST = 2500;

/** Repetitive text of no meaning takes no time to speak of, and pollutes nothing. */
export function hostileTextTests(cataloger: PackageCataloger, path: string): void {
  test(`${cataloger.id}: repetitive text is read in linear time`, async () => {
    for (const head of HEADS) {
      for (const part of REPEATED) {
        const text = head + part.repeat(Math.ceil(CHARS / part.length));
        const start = performance.now();
        await cataloger.catalog([layerFile(path, [new TextEncoder().encode(text)])]);
        const took = performance.now() - start;
        assert.ok(took < LONGEST, `${JSON.stringify(head + part)} took ${took} ms`);
      }
    }
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
}
