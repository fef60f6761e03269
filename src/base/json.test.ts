import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  arrayOf,
  duplicateKeys,
  isRecord,
  parseJson,
  recordOf,
  stringOf,
  stringsOf,
} from './json.ts';

const LIMITS = { nesting: 4, bytes: 100 };

test('JSON within its limits is parsed, with or without a byte order mark', () => {
  for (const text of ['{"a":[1]}', '\ufeff{"a":[1]}']) {
    for (const input of [text, new TextEncoder().encode(text)]) {
      assert.deepEqual(parseJson(input, LIMITS), { ok: true, value: { a: [1] } });
    }
  }
});

test('what is over a limit or no JSON is a failure that says so', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['[[[[[1]]]]]', 'json.too-deep'],
    ['[1,', 'json.malformed'],
    ['', 'json.malformed'],
    [`"${'x'.repeat(100)}"`, 'json.too-large'],
  ];
  for (const [text, code] of cases) {
    const parsed = parseJson(text, LIMITS);
    assert.equal(parsed.ok ? 'parsed' : parsed.error.code, code, text);
  }
});

test('brackets in strings are no nesting, and 10 million of them outside are refused at once', () => {
  assert.ok(parseJson(String.raw`"[[[[[[\"[[[[\\"`, LIMITS).ok);
  const deep = parseJson('['.repeat(10_000_000), { nesting: 128 });
  assert.equal(deep.ok ? 'parsed' : deep.error.code, 'json.too-deep');
});

test('a key __proto__ stays a key', () => {
  const parsed = parseJson('{"__proto__":{"polluted":1}}', LIMITS);
  assert.ok(parsed.ok && isRecord(parsed.value));
  assert.deepEqual(Object.keys(parsed.value), ['__proto__']);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});

test('values are narrowed to what they are, or to nothing', () => {
  assert.deepEqual([isRecord({}), isRecord([]), isRecord(null)], [true, false, false]);
  assert.deepEqual([recordOf({ a: 1 }), recordOf([])], [{ a: 1 }, {}]);
  assert.deepEqual([stringOf(''), stringOf(1)], ['', undefined]);
  assert.deepEqual([arrayOf([1]), arrayOf({})], [[1], []]);
  assert.deepEqual(stringsOf(['a', 1, null, 'b']), ['a', 'b']);
});

test('keys that stand twice in one object are found, however they are spelled', () => {
  const maps = new Set(['annotations']);
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['{"a":1,"b":{"a":2},"c":[{"a":1},{"a":2}]}', []],
    ['{"layers":[],"layers":[]}', ['layers']],
    ['{"layers":[],"Layers":[]}', ['Layers']],
    [String.raw`{"layers":[],"l\u0061yers" : []}`, ['layers']],
    ['{"layers":[],"layer\u017f":[]}', ['layer\u017f']],
    ['{"annotations":{"a":"1","A":"2"}}', []],
    ['{"annotations":{"a":"1","a":"2"}}', ['a']],
    ['[{"annotations":{}},{"a":"1","A":"2"}]', ['A']],
    ['{"a":"b\\":","c":"a"}', []],
  ];
  for (const [text, expected] of cases) assert.deepEqual(duplicateKeys(text, maps), expected, text);
});
