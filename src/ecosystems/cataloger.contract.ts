import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CatalogResult, FilePattern, LayerFile, PackageCataloger } from './cataloger.ts';
import { layerFile } from './layer-file.ts';
import type { SampleFile } from './mutation.contract.ts';
import { catalogerMutationTest } from './mutation.contract.ts';

/** Files of one layer, by path: real formats with at least one package in all of them together. */
export type CatalogerExample = Readonly<Record<string, Uint8Array | string>>;

const TRUNCATION = 4096;
const TRUNCATIONS = 64;
const FLIPS = 200;

/**
 * What every cataloger promises. Call it from the cataloger's test with realistic examples of a
 * few kilobytes: each is truncated, damaged, shuffled and cut into chunks some hundred times.
 */
export function catalogerTests(
  cataloger: PackageCataloger,
  examples: readonly CatalogerExample[],
): void {
  const samples = examples.map(sampleOf);
  const { id } = cataloger;

  test(`${id}: has an id of lowercase words and asks for the files of its examples`, () => {
    assert.match(id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    assert.ok(Number.isInteger(cataloger.revision) && cataloger.revision >= 1);
    for (const { path, bytes } of samples.flat()) {
      const isAsked = cataloger.reads.some((pattern) => isReadBy(pattern, path, bytes));
      assert.ok(isAsked, `${path} is matched by no pattern of ${id}`);
    }
  });

  test(`${id}: finds well-formed packages in every example`, async () => {
    for (const sample of samples) {
      const result = await run(cataloger, sample);
      assertSound(result, sample);
      assert.ok(result.findings.length > 0, 'an example without a finding shows nothing');
    }
  });

  test(`${id}: says the same whatever the order of files and the cut into chunks`, async () => {
    for (const sample of samples) {
      const expected = normalize(await run(cataloger, sample));
      assert.deepEqual(normalize(await run(cataloger, sample.toReversed())), expected);
      for (const size of [7, 4096]) {
        assert.deepEqual(normalize(await run(cataloger, sample, size)), expected);
      }
    }
  });

  test(`${id}: survives truncation anywhere and leaves its input as it was`, async () => {
    for (const sample of samples) {
      for (const damaged of truncations(sample)) await assertSurvives(cataloger, damaged);
    }
  });

  test(`${id}: survives flipped bits`, async () => {
    const damage = fc.record({
      sample: fc.nat(),
      file: fc.nat(),
      flips: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 16,
      }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ sample, file, flips }) => {
        await assertSurvives(cataloger, flipped(at(samples, sample), file, flips));
      }),
      { numRuns: FLIPS, seed: 1 },
    );
  });

  catalogerMutationTest(id, samples, async (sample) => {
    const result = await run(cataloger, sample);
    assertSound(result, sample);
    return result.findings.length;
  });
}

/** Whether a pattern asks for a file, told the slow and obvious way. */
export function isReadBy(pattern: FilePattern, path: string, bytes: Uint8Array): boolean {
  const folders = path.split('/').slice(0, -1);
  const basename = path.split('/').at(-1) ?? '';
  if ('path' in pattern) return path === pattern.path;
  if ('under' in pattern) {
    return path.startsWith(pattern.under) && path.endsWith(pattern.suffix ?? '');
  }
  if ('basename' in pattern) {
    const isFolder = folders.at(-1)?.endsWith(pattern.folder ?? '') ?? pattern.folder === undefined;
    return basename === pattern.basename && isFolder;
  }
  if ('prefix' in pattern) {
    const { prefix, rest } = pattern;
    return basename.startsWith(prefix) && rest.test(basename.slice(prefix.length));
  }
  if ('suffix' in pattern) {
    const { within } = pattern;
    return basename.endsWith(pattern.suffix) && (within === undefined || folders.includes(within));
  }
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (pattern.magic === 'elf') return magic === '7f454c46';
  if (pattern.magic === 'pe') return magic.startsWith('4d5a');
  if (['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe'].includes(magic)) return true;
  // Java classes begin as Mach-O archives do, with a version where those count architectures.
  return (
    /^cafebab[ef]$/.test(magic) && bytes.length >= 8 && Buffer.from(bytes).readUInt32BE(4) < 45
  );
}

function sampleOf(example: CatalogerExample): SampleFile[] {
  return Object.entries(example).map(([path, content]) => ({
    path,
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
  }));
}

async function run(
  cataloger: PackageCataloger,
  sample: readonly SampleFile[],
  chunkSize?: number,
): Promise<CatalogResult> {
  const files = sample.map(({ path, bytes }) => layerFile(path, chunksOf(bytes, chunkSize)));
  if (cataloger.grouping === 'layer') return cataloger.catalog(files);
  const results = await Promise.all(files.map((file: LayerFile) => cataloger.catalog([file])));
  return {
    findings: results.flatMap((result) => result.findings),
    diagnostics: results.flatMap((result) => result.diagnostics),
  };
}

function chunksOf(bytes: Uint8Array, size = Math.max(1, bytes.length)): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** Findings and diagnostics are sets; within a finding the order counts. */
function normalize(result: CatalogResult): unknown {
  return { findings: asSet(result.findings), diagnostics: asSet(result.diagnostics) };
}

function asSet(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).toSorted();
}

function assertSound(result: CatalogResult, sample: readonly SampleFile[]): void {
  const paths = new Set(sample.map(({ path }) => path));
  for (const finding of result.findings) {
    assert.ok(paths.has(finding.path), `a finding in ${finding.path}, which was not read`);
    for (const pkg of finding.packages) {
      assert.notEqual(pkg.name, '', `a package without a name in ${finding.path}`);
      assert.ok(pkg.locations.length > 0, `${pkg.name} has no location`);
    }
  }
  for (const diagnostic of result.diagnostics) {
    assert.match(diagnostic.code, /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
    assert.notEqual(diagnostic.message, '');
  }
}

async function assertSurvives(
  cataloger: PackageCataloger,
  sample: readonly SampleFile[],
): Promise<void> {
  const before = sample.map(({ bytes }) => Uint8Array.from(bytes));
  assertSound(await run(cataloger, sample), sample);
  assert.deepEqual(
    sample.map(({ bytes }) => Uint8Array.from(bytes)),
    before,
    'the cataloger changed its input',
  );
}

/** Each file cut at every 4 KiB, near its start, and in its last byte; the others left whole. */
function* truncations(sample: readonly SampleFile[]): Generator<SampleFile[]> {
  for (const [index, file] of sample.entries()) {
    const { length } = file.bytes;
    const step = TRUNCATION * Math.ceil(length / TRUNCATION / TRUNCATIONS);
    const cuts = [0, 1, 7, 100, 1000, length >> 1, length - 1];
    for (let cut = TRUNCATION; cut < length; cut += step) cuts.push(cut);
    for (const cut of new Set(cuts.filter((cut) => cut >= 0 && cut < length))) {
      yield sample.with(index, { path: file.path, bytes: file.bytes.subarray(0, cut) });
    }
  }
}

function flipped(
  sample: readonly SampleFile[],
  file: number,
  flips: readonly (readonly [number, number])[],
): SampleFile[] {
  const index = file % sample.length;
  const { path, bytes } = at(sample, index);
  const damaged = Uint8Array.from(bytes);
  for (const [position, mask] of flips) {
    const offset = position % Math.max(1, damaged.length);
    damaged[offset] = (damaged[offset] ?? 0) ^ mask;
  }
  return sample.with(index, { path, bytes: damaged });
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('a contract needs at least one example');
  return value;
}
