/**
 * Bundles the command line into `dist/`: `cli.js`, and beside it the analysis worker that
 * it starts. For the
 * published package, where Node strips no types, and for release archives.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

/** Bytes of what was written, by file name. */
export async function bundle(): Promise<ReadonlyMap<string, number>> {
  const outdir = join(ROOT, 'dist');
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { cli: 'src/main/cli.ts', 'analyzer-worker': 'src/analyzer/worker-main.ts' },
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node26',
    minifySyntax: true,
    // The server is a bundle of its own, which the archive of the command line leaves out.
    plugins: [
      {
        name: 'server apart',
        setup: (build) =>
          build.onResolve({ filter: /^\.\/server\.ts$/ }, () => ({
            path: './server.js',
            external: true,
          })),
      },
    ],
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
    // CommonJS dependencies ask for require, which modules have not
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return new Map(
    Object.entries(metafile.outputs).map(([path, { bytes }]) => [
      path.replace(/^dist\//, ''),
      bytes,
    ]),
  );
}

if (import.meta.main) {
  for (const [name, bytes] of await bundle()) console.log(`dist/${name}  ${bytes} bytes`);
}
