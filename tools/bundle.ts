/**
 * Bundles the product into `dist/`: `cli.js`, the analysis worker that it starts, and `server.js` with its own
 * workers, the migrations and the pages for browsers, which the command line loads for the commands of the server. For
 * the published package, where Node strips no types, and for release archives.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { build } from 'esbuild';
import { buildWeb } from './web.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'dist');

/** The server is a bundle of its own: the archive of the command line leaves it out. */
const SERVER_APART: Plugin = {
  name: 'server apart',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^\.\/server\.ts$/ }, () => ({
      path: './server.js',
      external: true,
    }));
  },
};

const COMMON: BuildOptions & { readonly metafile: true } = {
  absWorkingDir: ROOT,
  outdir: OUT,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node26',
  minifySyntax: true,
  legalComments: 'linked',
  metafile: true,
  logLevel: 'error',
  // CommonJS dependencies ask for what modules have not.
  banner: {
    js: [
      "import { createRequire as drydockRequire } from 'node:module';",
      'const require = drydockRequire(import.meta.url);',
      'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
    ].join('\n'),
  },
};

/** Bytes of what was written, by file name. */
export async function bundle(): Promise<ReadonlyMap<string, number>> {
  await rm(OUT, { recursive: true, force: true });
  const cli = await build({
    ...COMMON,
    entryPoints: { cli: 'src/main/cli.ts', 'analyzer-worker': 'src/analyzer/worker-main.ts' },
    plugins: [SERVER_APART],
  });
  const server = await build({
    ...COMMON,
    entryPoints: {
      server: 'src/main/server.ts',
      'spool-worker': 'src/registry/spool/worker.ts',
      'analysis-thread': 'src/analyses/thread/thread-main.ts',
      'advisories-update': 'src/advisories/update-child.ts',
      'advisories-search': 'src/advisories/search/search-thread.ts',
    },
    loader: { '.node': 'copy' },
    assetNames: '[name]',
    external: ['pg-native'],
  });
  await buildWeb();
  mkdirSync(join(OUT, 'migrations'), { recursive: true });
  cpSync(join(ROOT, 'src/store/migrations'), join(OUT, 'migrations'), { recursive: true });
  const outputs = { ...cli.metafile.outputs, ...server.metafile.outputs };
  return new Map(
    Object.entries(outputs).map(([path, { bytes }]) => [path.replace(/^dist\//, ''), bytes]),
  );
}

if (import.meta.main) {
  for (const [name, bytes] of await bundle()) console.log(`dist/${name}  ${bytes} bytes`);
}
