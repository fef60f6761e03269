import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import packageJson from '../package.json' with { type: 'json' };
import { MEANINGS } from '../tools/diagnostic-meanings.ts';
import { codesInSources, referenceFiles } from '../tools/reference.ts';

const ROOT = join(import.meta.dirname, '..');

/** A call of what makes mutation tests. */
const MUTATES = /^ *(?:mutationTest|catalogerTests|rangeGrammarTests|versionSchemeTests)\(/m;

test('docs/reference and the types of the API are what `npm run docs` writes', async () => {
  for (const [path, text] of await referenceFiles()) {
    const written = readFileSync(join(ROOT, path), 'utf8');
    assert.equal(written, text, `${path} is stale: run npm run docs`);
  }
});

test('every code of a diagnostic has a meaning, and every meaning a code', () => {
  const { whole, text } = codesInSources();
  const nameless = [...whole].filter((code) => !(code in MEANINGS));
  assert.deepEqual(nameless, [], 'say what they mean in tools/*-meanings.ts');
  const gone = Object.keys(MEANINGS).filter((code) => !whole.has(code) && !isMade(code, text));
  assert.deepEqual(gone, [], 'these are in tools/*-meanings.ts and nowhere else');
});

/** `sources.${code}` and `'attestation'` make sources.attestation. */
function isMade(code: string, text: string): boolean {
  const parts = code.split('.');
  return parts.some((_, at) => {
    const [start, end] = [parts.slice(0, at).join('.'), parts.slice(at).join('.')];
    return at > 0 && text.includes(`\`${start}.\${`) && text.includes(`'${end}'`);
  });
}

test('the table of docs/ARCHITECTURE.md is the one that imports are held to', () => {
  const page = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z]+)` \| [^|]+ \| ([^|]*) \|$/gm)];
  const rules = readFileSync(join(ROOT, 'src/architecture.test.ts'), 'utf8');
  const table = rules.slice(
    rules.indexOf('const MAY_IMPORT'),
    rules.indexOf('/** Sees everything'),
  );
  const modules = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'main')
    .map(({ name }) => name);
  assert.deepEqual(rows.map(([, name = '']) => name).toSorted(), modules.toSorted());
  for (const [, name = '', imports = ''] of rows) {
    const line = new RegExp(`^ {2}${name}:\\s*([^;]*?)(?:,\\n {2}\\w|,\\n\\};)`, 'm').exec(table);
    const allowed = (line?.[1] ?? '').replaceAll(/\.split\([^)]*\)|[[\]'"]/g, ' ');
    assert.deepEqual(wordsOf(imports), wordsOf(allowed), name);
  }
});

function wordsOf(text: string): string[] {
  return text.match(/[a-z/]+/g)?.toSorted() ?? [];
}

test('each module has a page of its own, no longer than a page', () => {
  const modules = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'main')
    .map(({ name }) => name);
  for (const name of modules) {
    const path = join(ROOT, 'src', name, 'README.md');
    assert.ok(existsSync(path), `src/${name}/README.md is missing`);
    assert.ok(readFileSync(path, 'utf8').split('\n').length <= 60, name);
  }
});

test('docs/DEPENDENCIES.md has a line for each dependency, and for no other', () => {
  const page = readFileSync(join(ROOT, 'docs/DEPENDENCIES.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);
  const { dependencies, devDependencies, optionalDependencies } = packageJson;
  const wanted = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  assert.deepEqual(listed.toSorted(), wanted.toSorted());
});

test('docs/fuzzing.md names every file of tests that mutate what is read', () => {
  const page = readFileSync(join(ROOT, 'docs/fuzzing.md'), 'utf8');
  const named = new Set(
    [...page.matchAll(/^\|[^|]+\| `([^`]+)` \|/gm)].map(([, path = '']) => path),
  );
  const mutating = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path}`)
    .filter((path) => path.endsWith('.test.ts') && !path.endsWith('.contract.test.ts'))
    .filter((path) => MUTATES.test(readFileSync(join(ROOT, path), 'utf8')));
  assert.deepEqual([...named].toSorted(), mutating.toSorted());
});
