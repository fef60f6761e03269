import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { distInfo } from './catalog-dist-info.ts';
import { pipfileLock } from './catalog-pipfile-lock.ts';
import { requirementsTxt, vendorTxt } from './catalog-requirements.ts';
import { pdmLock, poetryLock, pylock } from './catalog-toml-locks.ts';
import { uvLock } from './catalog-uv-lock.ts';
import { canonicalVersion, publicVersion } from './canonical-version.ts';
import { normalizePythonName } from './python-package.ts';
import type { Pep440Version } from './version.ts';
import { pep440Versions } from './version.ts';

/** Distributions of the Python Package Index, however they were installed. */
export const pypi: Ecosystem<Pep440Version> = {
  id: 'pypi',
  title: 'Python packages',
  versions: pep440Versions,
  catalogers: [
    distInfo,
    vendorTxt,
    requirementsTxt,
    pipfileLock,
    poetryLock,
    pdmLock,
    uvLock,
    pylock,
  ],
  advisedBy: 'everywhere',

  purlOf: (pkg) =>
    formatPurl({ type: 'pypi', name: normalizePythonName(pkg.name), version: pkg.version }),

  /**
   * By the public version: `2.1.0+cu118` is a build of 2.1.0, but would sort above a
   * `last_affected` 2.1.0. What a project takes from a folder is its own.
   */
  matchTargetOf(pkg) {
    if (pkg.facts?.['source'] === 'file') return undefined;
    return {
      namespace: 'PyPI',
      channels: [],
      keys: [
        {
          name: normalizePythonName(pkg.name),
          version: publicVersion(pkg.version),
          via: 'package',
        },
      ],
      isKernelHeaders: false,
    };
  },

  normalizeName: normalizePythonName,
  normalizeVersion: canonicalVersion,
  originOf: () => 'unknown',
};
