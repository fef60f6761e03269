import type { Inventory } from '../model/index.ts';

/** What is known of an image's files beside its packages. */
export function typicalContents(): Pick<
  Required<Inventory>,
  'executables' | 'leftovers' | 'secrets' | 'sboms'
> {
  return {
    executables: {
      all: { files: 12, bytes: 9_000_000 },
      unknown: { files: 1, bytes: 4_000_000 },
      largest: [{ path: 'opt/tool', bytes: 4_000_000, layer: 1, format: 'elf' }],
    },
    leftovers: {
      layers: [{ layer: 0, files: 1, bytes: 700_000 }],
      fromBytes: 16_384,
      largest: [{ path: 'var/cache/list', bytes: 700_000, layer: 0, goneIn: 1 }],
      packages: [{ ecosystem: 'npm', name: 'old', version: '1.0.0', layer: 0, goneIn: 1 }],
      packageCount: 1,
    },
    secrets: {
      found: [
        { rule: 'npm-token', path: 'root/.npmrc', line: 2, begins: 'npm_', layer: 0, goneIn: 1 },
        { rule: 'private-key', path: 'app/key.pem', line: 1, begins: '-----BEGIN ', layer: 1 },
      ],
      count: 2,
      inExamples: 1,
      files: 1_200,
      bytes: 30_000_000,
      unsearched: 1,
    },
    sboms: [
      {
        place: 'opt/app/app.spdx.json',
        layer: 1,
        format: 'spdx',
        packages: 4,
        agreed: 2,
        missing: ['pkg:npm/gone@1.0.0'],
        missingCount: 1,
        otherVersions: [{ purl: 'pkg:npm/lodash@4.17.21', found: ['4.17.15'] }],
        otherVersionCount: 1,
        unlisted: ['pkg:npm/%40scope/tool@1.0.0'],
        unlistedCount: 1,
      },
    ],
  };
}
