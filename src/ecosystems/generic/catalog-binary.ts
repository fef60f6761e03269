import type { Diagnostic, Package } from '../../model/index.ts';
import type { FilePattern, LayerFile, PackageCataloger } from '../cataloger.ts';
import { fileCataloger, type FileReading } from '../file-cataloger.ts';
import { findVersion } from './find-version.ts';
import type { FileName, Product, Program } from './product.ts';
import { PRODUCTS } from './products/index.ts';

/** Chromium and mongod have some 300 MB. */
const PROGRAM_BYTES = 1024 ** 3;

interface Candidate {
  readonly product: Product;
  readonly program: Program;
  readonly series: string | undefined;
}

/** Programs by their whole names, and those whose names only begin so. */
const BY_NAME: ReadonlyMap<string, readonly Pick<Candidate, 'product' | 'program'>[]> = Map.groupBy(
  PRODUCTS.flatMap((product) =>
    product.programs.flatMap((program) =>
      program.files
        .filter((name) => typeof name === 'string')
        .map((name) => ({ name, product, program })),
    ),
  ),
  ({ name }) => name,
);

const BY_PREFIX = PRODUCTS.flatMap((product) =>
  product.programs.flatMap((program) =>
    program.files
      .filter((name) => typeof name !== 'string')
      .map(({ prefix, rest }) => ({ prefix, rest, product, program })),
  ),
);

/** Reads the versions that programs and libraries carry in their own bytes. */
export const binary: PackageCataloger = fileCataloger({
  id: 'binary',
  revision: 1,
  reads: distinctPatterns(PRODUCTS),
  read(file) {
    const packages: Package[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const candidate of candidatesFor(file.path)) {
      const reading = readProgram(file, candidate);
      packages.push(...reading.packages);
      diagnostics.push(...(reading.diagnostics ?? []));
    }
    return { packages, diagnostics };
  },
});

/** One pattern for each name, though several products may share it. */
function distinctPatterns(products: readonly Product[]): FilePattern[] {
  const names = products.flatMap(({ programs }) => programs.flatMap(({ files }) => files));
  const patterns = new Map(names.map((name) => [patternKey(name), patternOf(name)]));
  return [...patterns.values()];
}

function patternKey(name: FileName): string {
  return typeof name === 'string' ? name : `${name.prefix}\0${name.rest.source}`;
}

function patternOf(name: FileName): FilePattern {
  return typeof name === 'string'
    ? { basename: name, maxBytes: PROGRAM_BYTES }
    : { ...name, maxBytes: PROGRAM_BYTES };
}

function candidatesFor(path: string): Candidate[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const whole = (BY_NAME.get(name) ?? []).map(({ product, program }) => ({
    product,
    program,
    series: undefined,
  }));
  const begun = BY_PREFIX.flatMap(({ prefix, rest, product, program }) => {
    const found = name.startsWith(prefix) ? rest.exec(name.slice(prefix.length)) : null;
    return found ? { product, program, series: found.groups?.['series'] } : [];
  });
  return [...whole, ...begun];
}

function readProgram(file: LayerFile, { product, program, series }: Candidate): FileReading {
  const { view } = file;
  const { unless } = program;
  if (unless !== undefined && view.indexOf(Buffer.from(unless, 'latin1'), 0, view.length) >= 0) {
    return { packages: [] };
  }
  const found = findVersion(view, program.versions, series);
  if (found.kind === 'one') return { packages: [packageOf(product, found.version, file.path)] };
  if (found.kind === 'none') return { packages: [] };
  const why =
    found.kind === 'ambiguous'
      ? `it may be ${found.versions.join(' or ')}`
      : 'it has too many places that look like one';
  return { packages: [], diagnostics: [unsure(product, file.path, why)] };
}

function packageOf({ name, module }: Product, version: string, path: string): Package {
  return {
    ecosystem: 'generic',
    name,
    version,
    licenses: [],
    locations: [path],
    evidence: 'strings',
    confidence: 'heuristic',
    scope: 'runtime',
    ...(module !== undefined && { facts: { module } }),
  };
}

function unsure({ name }: Product, path: string, why: string): Diagnostic {
  return {
    code: 'generic.binary.version-unsure',
    severity: 'warning',
    message: `looks like ${name}, but its version cannot be told: ${why}; it is left out`,
    path,
  };
}
