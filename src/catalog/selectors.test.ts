import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CatalogResult, FilePattern, PackageCataloger } from '../ecosystems/index.ts';
import type { ExecutableFormat } from '../model/index.ts';
import { compileSelectors } from './selectors.ts';

function reading(id: string, ...reads: readonly FilePattern[]): PackageCataloger {
  return { id, revision: 1, reads, grouping: 'file', catalog: findNothing };
}

function findNothing(): Promise<CatalogResult> {
  return Promise.resolve({ findings: [], diagnostics: [] });
}

test('a path is asked for as its patterns say, and by its name only as a candidate', () => {
  const selectors = compileSelectors([
    reading('status', { path: 'var/lib/dpkg/status', maxBytes: 100 }),
    reading('lists', { under: 'var/lib/dpkg/info', suffix: '.list' }),
    reading('pypi', { basename: 'METADATA', folder: '.dist-info' }),
    reading('gems', { suffix: '.gemspec', within: 'specifications' }),
    reading('libraries', { prefix: 'libpython', rest: /^\d\.\d+\.so$/ }),
  ]);
  const told = (path: string) =>
    selectors
      .wantsOf(path)
      .map(({ cataloger: { id }, isCandidate }) => `${id}${isCandidate ? ' if linked' : ''}`);
  const rows: readonly (readonly [string, string])[] = [
    ['var/lib/dpkg/status', 'status'],
    ['srv/dpkg/status', 'status if linked'],
    ['var/lib/dpkg/info/a.list', 'lists'],
    ['var/lib/dpkg/info/a.md5sums', ''],
    ['x/a-1.dist-info/METADATA', 'pypi'],
    ['x/METADATA', ''],
    ['METADATA', ''],
    ['usr/specifications/x/a.gemspec', 'gems'],
    ['usr/a.gemspec', ''],
    ['opt/libpython3.11.so', 'libraries'],
    ['libpython3.11.so', 'libraries'],
    ['opt/libpython.so', ''],
    ['opt/libpython3.11.so/x', ''],
  ];
  for (const [path, expected] of rows) assert.equal(told(path).join(), expected, path);
});

test('the widest of several patterns of one cataloger counts', () => {
  const jars = reading('jars', { suffix: '.jar', maxBytes: 10 }, { suffix: 'a.jar', maxBytes: 20 });
  const selectors = compileSelectors([jars]);
  assert.deepEqual(selectors.wantsOf('x/a.jar'), [
    { cataloger: jars, isCandidate: false, maxBytes: 20 },
  ]);
});

test('executables are asked for by their format', () => {
  const selectors = compileSelectors([
    reading('elf', { magic: 'elf' }),
    reading('pe', { magic: 'pe' }),
  ]);
  const told = (format: ExecutableFormat) =>
    selectors.wantsByFormat(format).map(({ cataloger }) => cataloger.id);
  assert.deepEqual(told('elf'), ['elf']);
  assert.deepEqual(told('pe'), ['pe']);
  assert.deepEqual(told('mach-o'), []);
});

test('the look-up asks for exactly what the patterns say one by one', () => {
  const segment = fc.constantFrom('a', 'b', 'lib', 'a.jar', 'x.dist-info', 'METADATA', 'b.list');
  const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
  const folder = fc
    .array(segment, { minLength: 1, maxLength: 3 })
    .map((parts) => `${parts.join('/')}/`);
  const pattern: fc.Arbitrary<FilePattern> = fc.oneof(
    fc.record({ path }),
    fc.record({ under: folder }),
    fc.record({ under: folder, suffix: fc.constantFrom('.list', '.jar') }),
    fc.record({ basename: segment }),
    fc.record({ basename: segment, folder: fc.constantFrom('.dist-info', 'lib') }),
    fc.record({ suffix: fc.constantFrom('.jar', 'jar', 'b') }),
    fc.record({ suffix: fc.constantFrom('.jar', '.list'), within: segment }),
  );
  const catalogers = fc
    .array(fc.array(pattern, { minLength: 1, maxLength: 4 }), { maxLength: 4 })
    .map((all) => all.map((reads, index) => reading(`c${index}`, ...reads)));
  fc.assert(
    fc.property(catalogers, path, (catalogers, path) => {
      const asked = compileSelectors(catalogers)
        .wantsOf(path)
        .filter(({ isCandidate }) => !isCandidate)
        .map(({ cataloger }) => cataloger.id);
      const expected = catalogers
        .filter(({ reads }) => reads.some((pattern) => isAskedBy(pattern, path)))
        .map(({ id }) => id);
      assert.deepEqual(asked.toSorted(), expected);
    }),
    { numRuns: 1000, seed: 1 },
  );
});

/** The slow and obvious way; nothing is asked for by its bytes here. */
function isAskedBy(pattern: FilePattern, path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  const basename = path.split('/').at(-1) ?? '';
  if ('path' in pattern) return path === pattern.path;
  if ('under' in pattern) {
    return path.startsWith(pattern.under) && path.endsWith(pattern.suffix ?? '');
  }
  if ('basename' in pattern) {
    const { folder } = pattern;
    if (basename !== pattern.basename) return false;
    return folder === undefined || (folders.at(-1)?.endsWith(folder) ?? false);
  }
  if (!('suffix' in pattern)) return false;
  const isWithin = pattern.within === undefined || folders.includes(pattern.within);
  return basename.endsWith(pattern.suffix) && isWithin;
}
