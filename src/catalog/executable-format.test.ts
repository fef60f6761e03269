import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executableFormatOf } from './executable-format.ts';

test('executables are known by their first bytes, and a Java class is none', () => {
  const rows: readonly (readonly [hex: string, format: string | undefined])[] = [
    ['7f454c4602010100', 'elf'],
    ['4d5a900003000000', 'pe'],
    ['cffaedfe07000001', 'mach-o'],
    ['cafebabe00000002', 'mach-o'],
    ['cafebabe00000034', undefined],
    ['7f45', undefined],
  ];
  for (const [hex, format] of rows) {
    assert.equal(executableFormatOf(Buffer.from(hex, 'hex')), format, hex);
  }
});
