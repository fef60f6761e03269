import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Platform } from './opened-image.ts';
import { choosePlatform, normalizePlatform } from './platform.ts';

function platform(text: string): Platform {
  const [os = '', architecture = '', variant] = text.split('/');
  return { os, architecture, ...(variant && { variant }) };
}

test('a platform has one spelling', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Linux/x86_64', 'linux/amd64'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/arm/6', 'linux/arm/v6'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v3', 'linux/amd64/v3'],
    ['linux/constructor', 'linux/constructor'],
  ];
  for (const [written, normal] of cases) {
    assert.deepEqual(normalizePlatform(platform(written)), platform(normal), written);
  }
});

test('the image of the platform is chosen, or of the highest variant that runs there', () => {
  const all =
    'linux/amd64 linux/arm/v5 linux/arm/v7 linux/arm64/v8 windows/amd64 linux/s390x'.split(' ');
  const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['linux/amd64', all, 'linux/amd64'],
    ['windows/amd64', all, 'windows/amd64'],
    ['linux/arm64', all, 'linux/arm64/v8'],
    ['linux/arm64/v8', ['linux/arm64'], 'linux/arm64'],
    ['linux/arm/v7', all, 'linux/arm/v7'],
    ['linux/arm/v6', all, 'linux/arm/v5'],
    ['linux/arm', all, 'linux/arm/v7'],
    ['linux/amd64', ['linux/amd64/v3', 'linux/amd64/v2'], undefined],
    ['linux/amd64/v3', ['linux/amd64', 'linux/amd64/v2'], 'linux/amd64/v2'],
    ['linux/riscv64', all, undefined],
  ];
  for (const [wanted, offered, expected] of cases) {
    const offers = offered.map((text) => ({ text, platform: platform(text) }));
    const chosen = choosePlatform(
      [{ text: 'none', platform: undefined }, ...offers],
      platform(wanted),
    );
    assert.equal(chosen?.text, expected, wanted);
  }
});
