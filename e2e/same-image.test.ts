import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { CORPUS, layoutOf, manifestOf, withoutCorpus, withoutPrograms } from './support/corpus.ts';
import type { Ran } from './support/drydock.ts';
import { buildSnapshot, drydock, scratch } from './support/drydock.ts';
import { push, startRegistry } from './support/registry.ts';

const FEEDS = ['debian-tracker', 'osv/npm', 'osv/PyPI', 'alpine-secdb/v3.18', 'kev'];

/** Packages there are by shared/images/README.md, and a finding or none. */
const IMAGES: readonly {
  readonly name: string;
  readonly platform?: string;
  readonly packages: number;
  readonly hasFindings: boolean;
}[] = [
  { name: 'small-node', packages: 88 + 37, hasFindings: true },
  { name: 'small-python', packages: 129 + 15, hasFindings: true },
  { name: 'alpine-3.18', packages: 14, hasFindings: true },
  { name: 'rpm-ndb-sle15', packages: 35, hasFindings: false },
  { name: 'enc-zstd-frames', packages: 14, hasFindings: true },
  {
    name: 'multiarch-alpine-3.18',
    platform: 'linux/arm64/v8',
    packages: 14,
    hasFindings: true,
  },
];

const skip = withoutCorpus || withoutPrograms('skopeo', 'docker-registry', 'gzip', 'zstd', 'tar');

test('an image is the same, however it is given', { skip }, async (context) => {
  await buildSnapshot(FEEDS);
  const registry = await startRegistry();
  try {
    for (const image of IMAGES) {
      await context.test(image.name, async (inner) => {
        const expected = resultOf(await cves(layoutOf(image.name).folder, image.platform));
        assert.equal(arrayOf(expected['packages']).length, image.packages);
        assert.equal(arrayOf(expected['findings']).length > 0, image.hasFindings);
        for (const [form, run] of formsOf(image, registry.host)) {
          await inner.test(form, async () => assert.deepEqual(resultOf(await run()), expected));
        }
      });
    }
  } finally {
    await registry.stop();
  }
});

type Form = readonly [name: string, run: () => Promise<Ran>];

function formsOf(
  { name, platform }: { readonly name: string; readonly platform?: string },
  host: string,
): readonly Form[] {
  const { folder, skopeo } = layoutOf(name);
  const path = (suffix: string): string => join(scratch, `${name}${suffix}`);
  const archive = dockerArchive(name, platform);
  const layout = path('.oci.tar');
  const reference = `${host}/${name}/app:1`;
  const document = async (format: string, suffix: string): Promise<Ran> => {
    const args = ['sbom', '--format', format, ...platformArgs(platform), folder];
    writeFileSync(path(suffix), (await drydock(args)).stdout);
    return cves(path(suffix));
  };
  return [
    ['docker archive', () => cves(archive)],
    ['docker archive, gzip', () => cves(packed('gzip', archive, path('.tar.gz')))],
    ['docker archive, zstd', () => cves(packed('zstd', archive, path('.tar.zst')))],
    [
      'archive of the layout',
      () => {
        execFileSync('tar', ['cf', layout, '-C', folder, '.']);
        return cves(layout, platform);
      },
    ],
    [
      'docker archive on standard input',
      () => cves('-', undefined, { stdin: createReadStream(archive) }),
    ],
    [
      'archive of the layout on standard input',
      () => cves('-', platform, { stdin: createReadStream(layout) }),
    ],
    [
      'registry reference',
      () => {
        push(skopeo, reference);
        return cves(reference, platform);
      },
    ],
    ['CycloneDX', () => document('cyclonedx', '.cdx.json')],
    ['SPDX', () => document('spdx', '.spdx.json')],
  ];
}

/** As the corpus has it; what it has not is made here. */
function dockerArchive(name: string, platform: string | undefined): string {
  const ready = join(CORPUS, name, `${name}.docker.tar`);
  if (platform === undefined) return existsSync(ready) ? ready : savedByHand(name);
  const made = join(scratch, `${name}.docker.tar`);
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  const choice = ['--override-os', os, '--override-arch', architecture];
  const to = `docker-archive:${made}:${name}:1`;
  const copy = ['copy', '--quiet', layoutOf(name).skopeo, to];
  execFileSync('skopeo', [...choice, '--override-variant', variant, ...copy]);
  return made;
}

/** Of an image with zstd layers, which skopeo puts into no docker archive. */
function savedByHand(name: string): string {
  const { folder } = layoutOf(name);
  const root = join(scratch, `${name}.saved`);
  mkdirSync(root);
  const { config, layers } = manifestOf(folder);
  copyFileSync(join(folder, config), join(root, 'config.json'));
  const Layers = layers.map((layer, index) => {
    const to = join(root, `${index}.tar`);
    execFileSync('zstd', ['-q', '-d', '-f', join(folder, layer), '-o', to]);
    return `${index}.tar`;
  });
  const saved = [{ Config: 'config.json', RepoTags: [`${name}:1`], Layers }];
  writeFileSync(join(root, 'manifest.json'), JSON.stringify(saved));
  execFileSync('tar', ['cf', `${root}.tar`, '-C', root, '.']);
  return `${root}.tar`;
}

function packed(program: string, from: string, to: string): string {
  execFileSync('sh', ['-c', `${program} -1 -c < "$0" > "$1"`, from, to]);
  return to;
}

function cves(
  image: string,
  platform?: string,
  options?: Parameters<typeof drydock>[1],
): Promise<Ran> {
  return drydock(['cves', '--format', 'json', ...platformArgs(platform), image], options);
}

function platformArgs(platform: string | undefined): readonly string[] {
  return platform === undefined ? [] : ['--platform', platform];
}

/** All but what tells how the image was given: its reference, and how its layers were stored. */
function resultOf({ code, stdout, stderr, leftovers }: Ran): Readonly<Record<string, unknown>> {
  assert.equal(code, 0, stderr);
  assert.deepEqual(leftovers, []);
  const report = recordOf(JSON.parse(stdout));
  const { distribution, state, summary, steps, packages, findings, warnings } = report;
  const layers = arrayOf(report['layers']).map((layer) => {
    const { diffId, createdBy, size } = recordOf(layer);
    return { diffId, createdBy, size };
  });
  return { distribution, state, summary, steps, packages, findings, warnings, layers };
}
