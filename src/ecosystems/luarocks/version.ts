import type { VersionScheme } from '../version-scheme.ts';

/** A number for each part, and at last the revision of the rock. */
export interface LuarocksVersion {
  readonly parts: readonly number[];
  readonly revision: number;
}

/** What words add: development is after everything, `alpha`, `beta`, `pre`, `rc` before the release. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['dev', 120_000_000],
  ['scm', 110_000_000],
  ['cvs', 100_000_000],
  ['rc', -1000],
  ['pre', -10_000],
  ['beta', -100_000],
  ['alpha', -1_000_000],
]);

/** A number behind a word only decides between two of that word. */
const BEHIND = 100_000;

/**
 * The order of LuaRocks: `3.1.0-1` is the first rock of 3.1.0.
 *
 * https://github.com/luarocks/luarocks/blob/main/src/luarocks/core/vers.lua
 */
export const luarocksVersions: VersionScheme<LuarocksVersion> = {
  id: 'luarocks',

  parse(text) {
    if (!/^[\dA-Za-z][\w.-]*$/.test(text)) return undefined;
    const revision = /-(\d+)$/.exec(text);
    const release = text.slice(0, revision?.index ?? text.length).toLowerCase();
    return { parts: partsOf(release), revision: Number(revision?.[1] ?? 0) };
  },

  compare(a, b) {
    for (let index = 0; index < Math.max(a.parts.length, b.parts.length); index++) {
      const order = compareValues(a.parts[index] ?? 0, b.parts[index] ?? 0);
      if (order !== 0) return order;
    }
    return compareValues(a.revision, b.revision);
  },
};

/** A word and the number behind it are one part. */
function partsOf(release: string): number[] {
  const parts: number[] = [];
  let word: number | undefined;
  for (const token of release.match(/\d+|[a-z]+/g) ?? []) {
    if (/^\d/.test(token)) {
      parts.push(word === undefined ? Number(token) : word + Number(token) / BEHIND);
      word = undefined;
    } else {
      const value = WORDS.get(token) ?? token.charCodeAt(0) / 1000;
      word = word === undefined ? value : word + value / BEHIND;
    }
  }
  if (word !== undefined) parts.push(word);
  return parts;
}

/** Numbers past all bounds are equal. */
function compareValues(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
