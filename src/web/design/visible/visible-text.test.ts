import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleParts, visibleText } from './visible-text.ts';

test('what nobody sees has its name in its place, and all else stays', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['libssl3 naïve 漢字 😀', 'libssl3 naïve 漢字 😀'],
    ['invoice\u202Efdp.exe', 'invoice⟨U+202E⟩fdp.exe'],
    ['\u2066a\u2069', '⟨U+2066⟩a⟨U+2069⟩'],
    ['pass\u200Bword\uFEFF', 'pass⟨U+200B⟩word⟨U+FEFF⟩'],
    ['\u001B[31m\u0085', '⟨U+001B⟩[31m⟨U+0085⟩'],
    ['tag\u{E0068}\u{E0069}', 'tag⟨U+E0068 U+E0069⟩'],
    ['lone \uD800 half', 'lone ⟨U+D800⟩ half'],
    ['two\nlines\r\n\tand a tab', 'two\nlines\r\n\tand a tab'],
    ['a\n\u202E\nb\rc', 'a\n⟨U+202E⟩\nb⟨U+000D⟩c'],
  ];
  assert.deepEqual(
    cases.map(([text]) => visibleText(text)),
    cases.map(([, shown]) => shown),
  );
});

test('names stand apart from what only looks like them', () => {
  assert.equal(visibleParts('⟨U+202E⟩'), undefined);
  assert.deepEqual(visibleParts('a\u202E'), [
    { text: 'a', isNames: false },
    { text: 'U+202E', isNames: true },
  ]);
});

test('a text of nothing but such characters stays short, in names and in parts', () => {
  assert.equal(visibleText('\u200B'.repeat(64_000)), `⟨${'U+200B '.repeat(8)}+63992⟩`);
  assert.equal(visibleParts('a\u200B'.repeat(10_000))?.length, 1);
});
