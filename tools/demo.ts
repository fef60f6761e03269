/**
 * `npm run demo`: makes a small image (docker archive) of npm packages that are
 * installed here, two of them old on purpose, and runs the main job on it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { padding, tarEnd, tarHeader } from '../src/sources/index.ts';

const ROOT = join(import.meta.dirname, '..');

/** Folder in the image, and the package here whose files it gets. */
const PACKAGES: Readonly<Record<string, string>> = {
  lodash: 'demo-lodash',
  minimist: 'demo-minimist',
  commander: 'commander',
  'smol-toml': 'smol-toml',
  'spdx-expression-parse': 'spdx-expression-parse',
};

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-demo-'));
  try {
    const image = join(folder, 'demo.tar');
    writeFileSync(image, dockerArchive(layerTar()));
    const count = Object.keys(PACKAGES).length;
    process.stderr.write(
      `A small image made of ${count} npm packages that are installed here, analyzed by: drydock cves demo.tar\n\n`,
    );
    const drydock = join(ROOT, 'bin', 'drydock');
    const run = spawnSync(process.execPath, [drydock, 'cves', '--offline', 'demo.tar'], {
      cwd: folder,
      stdio: 'inherit',
    });
    return run.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function layerTar(): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, installed] of Object.entries(PACKAGES)) {
    const from = join(ROOT, 'node_modules', installed);
    for (const file of filesBelow(from)) {
      add(parts, `app/node_modules/${name}/${relative(from, file)}`, readFileSync(file));
    }
  }
  return Buffer.concat([...parts, tarEnd()]);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .toSorted();
}

/** The form of `docker save`: a manifest that names a config and layers. */
function dockerArchive(layer: Buffer): Buffer {
  const config = JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Cmd: ['node', 'app'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created_by: 'COPY node_modules app/node_modules' }],
  });
  const configName = `${sha256(Buffer.from(config))}.json`;
  const manifest = JSON.stringify([
    { Config: configName, RepoTags: ['drydock/demo:latest'], Layers: ['layer.tar'] },
  ]);
  const parts: Uint8Array[] = [];
  add(parts, 'layer.tar', layer);
  add(parts, configName, Buffer.from(config));
  add(parts, 'manifest.json', Buffer.from(manifest));
  return Buffer.concat([...parts, tarEnd()]);
}

function add(parts: Uint8Array[], path: string, content: Buffer): void {
  const size = content.length;
  parts.push(tarHeader({ path, kind: 'file', mode: 0o644, size, target: '' }));
  parts.push(content, padding(size));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

process.exitCode = main();
