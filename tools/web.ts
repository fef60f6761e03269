/**
 * `npm run build:web`: the pages for browsers, into `dist/web`: files named by their content, each with its
 * compressed forms, and `files.json`, which tells the server what there is. `--when-stale`: only where what it
 * is made of has changed since, for `npm start`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Manifest } from 'vite';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'dist/web');
const SOURCES = [
  'src/web',
  'src/api/contract',
  'src/base/printable',
  'tools/web.ts',
  'package-lock.json',
];
/** Smaller, a header costs more than what is saved. */
const LEAST_COMPRESSED = 512;
const TEXT = /\.(?:js|css|svg|html|txt)$/;

/** What `files.json` holds; the server reads the same. */
interface BuiltWeb {
  /** Of the sources: whether a build is needed. */
  readonly sources: string;
  /** Fetched before the first page is there, beside index.html. */
  readonly initial: readonly string[];
  readonly files: readonly string[];
}

/** Builds it all again. */
export async function buildWeb(): Promise<void> {
  const { build } = await import('vite');
  await build({
    root: join(ROOT, 'src/web'),
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: OUT,
      emptyOutDir: true,
      manifest: 'manifest.json',
      // Nothing inline: the policy of the pages allows no such thing.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2023',
      rollupOptions: {
        // Of packages that know of servers' components; there are none here.
        onwarn: (warning, warn) => {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
        },
        input: { main: join(ROOT, 'src/web/main.tsx'), theme: join(ROOT, 'src/web/theme.ts') },
        output: {
          entryFileNames: 'assets/[name]-[hash].js',
          chunkFileNames: 'assets/[name]-[hash].js',
          assetFileNames: 'assets/[name]-[hash][extname]',
        },
      },
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- vite has just written it
  const manifest = JSON.parse(readFileSync(join(OUT, 'manifest.json'), 'utf8')) as Manifest;
  rmSync(join(OUT, 'manifest.json'));
  copyIcon();
  const initial = initialFiles(manifest);
  writeFileSync(join(OUT, 'index.html'), indexPage(manifest, initial));
  const files = filesOf(OUT);
  for (const file of files) compress(join(OUT, file));
  const built: BuiltWeb = { sources: digestOfSources(), initial, files };
  writeFileSync(join(OUT, 'files.json'), `${JSON.stringify(built, undefined, 1)}\n`);
}

/** The entry and all that it imports, not what it may load later. */
function initialFiles(manifest: Manifest): string[] {
  const found = new Set<string>();
  const add = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || found.has(chunk.file)) return;
    found.add(chunk.file);
    for (const css of chunk.css ?? []) found.add(css);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  add('main.tsx');
  add('theme.ts');
  return [...found];
}

function indexPage(manifest: Manifest, initial: readonly string[]): string {
  const fileOf = (key: string): string => {
    const file = manifest[key]?.file;
    if (file === undefined) throw new Error(`the build made no ${key}`);
    return file;
  };
  const entry = fileOf('main.tsx');
  const theme = fileOf('theme.ts');
  const scripts = initial.filter(
    (file) => file.endsWith('.js') && file !== entry && file !== theme,
  );
  const links = [
    `<link rel="icon" href="/${assetLike('favicon-')}" type="image/svg+xml" />`,
    `<link rel="preload" href="/${assetLike(FIRST_FACE)}" as="font" type="font/woff2" crossorigin />`,
    ...initial
      .filter((file) => file.endsWith('.css'))
      .map((file) => `<link rel="stylesheet" href="/${file}" />`),
    `<script src="/${theme}"></script>`,
    `<script type="module" src="/${entry}"></script>`,
    ...scripts.map((file) => `<link rel="modulepreload" href="/${file}" />`),
  ];
  return readFileSync(join(ROOT, 'src/web/index.html'), 'utf8').replace(
    '<!-- built -->',
    links.join('\n    '),
  );
}

/** Of which nearly all text is. */
const FIRST_FACE = 'ibm-plex-sans-latin-wght-normal-';

function assetLike(start: string): string {
  const name = filesOf(OUT).find((file) => file.startsWith(`assets/${start}`));
  if (name === undefined) throw new Error(`the build made no ${start}...`);
  return name;
}

/** Only index.html names it, so the bundler does not see it. */
function copyIcon(): void {
  const icon = readFileSync(join(ROOT, 'src/web/design/favicon.svg'));
  const digest = createHash('sha256').update(icon).digest('hex').slice(0, 8);
  writeFileSync(join(OUT, `assets/favicon-${digest}.svg`), icon);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .toSorted();
}

function compress(path: string): void {
  const bytes = readFileSync(path);
  if (!TEXT.test(path) || bytes.length < LEAST_COMPRESSED) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const files = statSync(path).isFile() ? [''] : filesOf(path);
    for (const file of files.filter((name) => !/\.test\.ts$|\.md$/.test(name))) {
      hash.update(`${source}/${file}\0`).update(readFileSync(join(path, file)));
    }
  }
  return hash.digest('hex');
}

function isStale(): boolean {
  const record = join(OUT, 'files.json');
  if (!existsSync(record)) return true;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made above; anything else is stale
  const { sources } = JSON.parse(readFileSync(record, 'utf8')) as Partial<BuiltWeb>;
  return sources !== digestOfSources();
}

/** In seconds, and only where something has changed since. */
export async function buildWhenStale(): Promise<void> {
  if (!isStale()) return;
  if (!existsSync(join(ROOT, 'node_modules/vite'))) {
    console.log('The web pages are not built: that needs `npm ci` with development packages.');
    return;
  }
  const from = performance.now();
  process.stdout.write('Building the web pages, once ... ');
  await buildWeb();
  console.log(`${((performance.now() - from) / 1000).toFixed(1)} s`);
}

if (import.meta.main) {
  await (process.argv.includes('--when-stale') ? buildWhenStale() : buildWeb());
}
