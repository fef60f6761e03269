import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { test } from 'node:test';

/**
 * Each module, and the modules it may import. The picture in docs/ARCHITECTURE.md is this table.
 * `type x`: only with `import type`. `x/part`: only that part's index.ts.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  image: ['base', 'model'],
  sources: ['base', 'model', 'image'],
  ecosystems: ['base', 'model'],
  catalog: ['base', 'model', 'image', 'ecosystems'],
  advisories: ['base', 'model', 'image', 'ecosystems'],
  match: ['base', 'model', 'ecosystems'],
  report: ['base', 'model'],
  recommend: ['base', 'model', 'ecosystems'],
  vex: ['base', 'model', 'report'],
  accounts: ['base', 'model'],
  analyzer: 'base model image sources/sbom catalog match recommend report'.split(' '),
  analyses:
    'base model image sources accounts analyzer catalog advisories match report recommend'.split(
      ' ',
    ),
  registry: ['base', 'model', 'image', 'accounts'],
  jobs: ['base'],
  api: ['base', 'model', 'accounts', 'analyses', 'registry', 'report'],
  store:
    'base,model,type accounts,type analyses,type registry,type advisories,type jobs,type api'.split(
      ',',
    ),
  web: ['base/printable', 'api/contract'],
  cli: 'base model sources analyzer advisories report recommend vex api/contract'.split(' '),
};

/** What a module's tests may import besides: the real thing in place of a mock. */
const TESTS_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  match: ['advisories', 'catalog'],
  api: ['store'],
  cli: ['api', 'store'],
  registry: ['store'],
  store: ['accounts', 'api', 'jobs'],
};

/** Sees everything: the composition roots. */
const ROOT = 'main';

/** Packages from outside, and the one module that may import each. */
const OUTSIDE: Readonly<Record<string, string>> = {
  '@mantine/core': 'web',
  '@tanstack/react-query': 'web',
  '@tanstack/react-router': 'web',
  '@tanstack/react-virtual': 'web',
  react: 'web',
  'react-dom': 'web',
  marked: 'web',
  uqr: 'web',
  '@aws-sdk/client-s3': 'store',
  '@fastify/cookie': 'api',
  '@node-rs/argon2': 'accounts',
  'ae-cvss-calculator': 'advisories',
  commander: 'cli',
  'dockerfile-ast': 'cli',
  fastify: 'api',
  'graphile-worker': 'jobs',
  jose: 'accounts',
  kysely: 'store',
  'openid-client': 'accounts',
  otpauth: 'accounts',
  pg: 'store',
  pino: 'main',
  'prom-client': 'main',
  'smol-toml': 'ecosystems',
  'spdx-expression-parse': 'catalog',
  'spdx-license-ids': 'catalog',
  zod: 'api',
};

/** Tests, and the contract suites that they share. */
const IS_TEST = /\.(?:test|contract)\.ts$/;
const FOR_TESTS = new Set(['@cyclonedx/cyclonedx-library', 'ajv', 'fast-check', 'oidc-provider']);

/** Modules whose result depends on their arguments only. */
const PURE = new Set('base model image ecosystems catalog match report recommend vex'.split(' '));
const IMPURE_NODE =
  /^node:(?:fs|net|tls|dns|dgram|https?|http2|child_process|cluster|worker_threads|os|process|timers)(?:\/|$)/;
const IMPURE_CALL =
  /\b(?:Date\.now|performance\.now|Math\.random|console\.\w+|setTimeout|setInterval)\(|\bnew Date\(\)|\bprocess\.(?:env|argv|cwd|exit|hrtime|std\w+)\b|\bawait fetch\(/;

const IMPORT =
  /^(?:import|export)\s+(type\s+)?(?:(?:[\w*{}\s,]+?)\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

test('modules import only what the table allows, and no file imports itself in the end', () => {
  assert.deepEqual(brokenRules(sourceFiles()), []);
});

test('every folder of ecosystems is registered', async () => {
  const folder = join(import.meta.dirname, 'ecosystems');
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const { ecosystems } = await import('./ecosystems/index.ts');
  assert.deepEqual([...ecosystems.keys()].toSorted(), folders.toSorted());
});

test('each rule finds what breaks it', () => {
  const broken: Readonly<Record<string, string>> = {
    'model/a.ts': "import { b } from '../match/index.ts';",
    'match/a.ts': "import type { A } from '../model/a.ts';",
    'jobs/a.ts': "import { Pool } from 'pg';",
    'store/a.ts': "import { b } from '../jobs/index.ts';\nimport { Pool } from 'pg/pool';",
    'store/b.ts': "import type { B } from '../jobs/index.ts';",
    'cli/a.ts': "export * from '../api/index.ts';\nexport * from '../api/contract/index.ts';",
    'image/a.ts': "import './b.ts';\nimport { readFile } from 'node:fs/promises';",
    'image/b.ts': "export {\n  a,\n} from './a.ts';\nconst now = Date.now();",
    'image/b.test.ts': "import { readFileSync } from 'node:fs';",
    'match/a.test.ts': "import { a } from '../catalog/index.ts';",
    'match/b.ts': "import { a } from '../catalog/index.ts';",
    'misc/a.ts': "const b = await import('../base/index.ts');",
  };
  assert.deepEqual(brokenRules(new Map(Object.entries(broken))), [
    'model/a.ts imports match, which model may not',
    'match/a.ts reaches into model/a.ts',
    'jobs/a.ts imports the package pg, which is of store',
    'store/a.ts imports jobs, which store may not',
    'cli/a.ts imports api, which cli may not',
    'image/a.ts is pure and imports node:fs/promises',
    'image/b.ts is pure and calls Date.now(',
    'match/b.ts imports catalog, which match may not',
    'misc/a.ts is of no module in the table',
    'cycle: image/a.ts -> image/b.ts -> image/a.ts',
  ]);
});

interface Import {
  readonly specifier: string;
  readonly isType: boolean;
}

/** Sentences on what breaks a rule. `files`: paths relative to src, with `/`, and their text. */
function brokenRules(files: ReadonlyMap<string, string>): string[] {
  const broken: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const [file, text] of files) {
    const imports = importsOf(text);
    graph.set(
      file,
      imports.map(({ specifier }) => resolve(file, specifier)),
    );
    const module = moduleOf(file);
    if (module === undefined) continue;
    if (module !== ROOT && !MAY_IMPORT[module]) {
      broken.push(`${file} is of no module in the table`);
      continue;
    }
    for (const imported of imports) broken.push(...brokenImport(file, module, imported));
    if (PURE.has(module) && !IS_TEST.test(file)) {
      const call = IMPURE_CALL.exec(text)?.[0];
      if (call) broken.push(`${file} is pure and calls ${call}`);
    }
  }
  const cycle = findCycle(graph);
  return cycle ? [...broken, `cycle: ${cycle.join(' -> ')}`] : broken;
}

function brokenImport(file: string, module: string, imported: Import): string[] {
  const { specifier } = imported;
  if (specifier.startsWith('node:')) {
    const isBroken = PURE.has(module) && !IS_TEST.test(file) && IMPURE_NODE.test(specifier);
    return isBroken ? [`${file} is pure and imports ${specifier}`] : [];
  }
  return specifier.startsWith('.')
    ? brokenOwnImport(file, module, imported)
    : brokenPackageImport(file, module, specifier);
}

function brokenPackageImport(file: string, module: string, specifier: string): string[] {
  const name = packageOf(specifier);
  const owner = OUTSIDE[name];
  if (owner === module || (FOR_TESTS.has(name) && IS_TEST.test(file))) return [];
  return [`${file} imports the package ${name}, which is of ${owner ?? 'no module'}`];
}

function brokenOwnImport(file: string, module: string, { specifier, isType }: Import): string[] {
  const target = resolve(file, specifier);
  const other = moduleOf(target);
  if (other === undefined || other === module) return [];
  const part = posix.dirname(target);
  const besides = IS_TEST.test(file) ? (TESTS_MAY_IMPORT[module] ?? []) : [];
  const allowed = [...(MAY_IMPORT[module] ?? []), ...besides];
  const isAllowed =
    module === ROOT ||
    allowed.includes(other) ||
    allowed.includes(part) ||
    (isType && allowed.includes(`type ${other}`));
  if (!isAllowed) return [`${file} imports ${other}, which ${module} may not`];
  // A port's contract suite is for the tests of whoever implements it.
  const isSuite = IS_TEST.test(file) && target.endsWith('.contract.ts');
  const isPublic =
    isSuite || target === `${other}/index.ts` || (part !== other && allowed.includes(part));
  return isPublic ? [] : [`${file} reaches into ${target}`];
}

function importsOf(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, fixed, dynamic]) => ({
    specifier: fixed ?? dynamic ?? '',
    isType: type !== undefined,
  }));
}

/** Depth first; a file that is done is not walked again. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = walk(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}

function resolve(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}

function moduleOf(file: string): string | undefined {
  const parts = file.split('/');
  return parts.length > 1 && parts[0] !== '..' ? parts[0] : undefined;
}

/** `pg/pool` -> `pg`, `@scope/name/part` -> `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function sourceFiles(): Map<string, string> {
  const src = import.meta.dirname;
  return new Map(
    readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => [name.split(sep).join('/'), readFileSync(join(src, name), 'utf8')]),
  );
}
