/**
 * `npm run release`: makes `release/drydock-cli-<platform>.tar.gz`, which holds Node and one bundle
 * and needs nothing else, tries it without Node on the PATH, and refuses it over 45 MB.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundle } from './bundle.ts';
import packageJson from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');
const MAX_BYTES = 45_000_000;

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

async function main(): Promise<void> {
  await bundle();
  const name = `drydock-cli-${process.platform}-${process.arch}`;
  const folder = join(ROOT, 'release', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'lib'), { recursive: true });
  copyNode(join(folder, 'lib', 'node'));
  cpSync(join(ROOT, 'dist'), join(folder, 'lib'), { recursive: true });
  // the bundles are modules, wherever they are unpacked
  writeFileSync(join(folder, 'lib', 'package.json'), '{ "type": "module" }\n');
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) {
    copyFileSync(join(ROOT, file), join(folder, file));
  }
  writeFileSync(join(folder, 'drydock'), LAUNCHER);
  chmodSync(join(folder, 'drydock'), 0o755);
  const archive = `${folder}.tar.gz`;
  const tar = execFileSync(
    'tar',
    [
      '-C',
      join(folder, '..'),
      '-cf',
      '-',
      '--owner=0',
      '--group=0',
      '--sort=name',
      '--mtime=@0',
      name,
    ],
    { maxBuffer: 2 ** 30 },
  );
  writeFileSync(
    archive,
    execFileSync('gzip', ['-9', '-n', '-c'], { input: tar, maxBuffer: 2 ** 30 }),
  );
  const { size } = statSync(archive);
  console.log(`${archive}: ${size} bytes`);
  if (size > MAX_BYTES) throw new Error(`${archive} is over ${MAX_BYTES} bytes`);
  tryWithoutNode(archive);
}

/** Symbols take a fifth of it and tell users nothing. */
function copyNode(target: string): void {
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
  execFileSync('strip', [target]);
}

/** Unpacked elsewhere, with an empty environment: its version, and an image that it makes itself. */
function tryWithoutNode(archive: string): void {
  const place = mkdtempSync(join(tmpdir(), 'drydock release '));
  try {
    execFileSync('tar', ['-C', place, '-xzf', archive]);
    const drydock = join(place, basename(archive, '.tar.gz'), 'drydock');
    const run = (...args: string[]): string =>
      execFileSync(drydock, args, {
        cwd: place,
        env: { PATH: '/usr/bin:/bin', HOME: place },
        encoding: 'utf8',
      });
    const told = run('--version').trim();
    if (told !== packageJson.version)
      throw new Error(`the release says version ${told}, not ${packageJson.version}`);
    mkdirSync(join(place, 'rootfs', 'node_modules', 'lodash'), { recursive: true });
    copyFileSync(
      join(ROOT, 'node_modules', 'demo-lodash', 'package.json'),
      join(place, 'rootfs', 'node_modules', 'lodash', 'package.json'),
    );
    const report: unknown = JSON.parse(run('cves', '--format', 'json', 'fs://rootfs'));
    const text = JSON.stringify(report);
    const expected = readFileSync(
      join(ROOT, 'node_modules', 'demo-lodash', 'package.json'),
      'utf8',
    );
    const [, lodash = ''] = /"version": "([^"]+)"/.exec(expected) ?? [];
    if (!text.includes(`pkg:npm/lodash@${lodash}`) || !text.includes('CVE-2021-23337')) {
      throw new Error(`the release did not find lodash ${lodash} and CVE-2021-23337`);
    }
    console.log(
      `tried without Node on the PATH: version ${told}, found CVE-2021-23337 in lodash ${lodash}`,
    );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

await main();
