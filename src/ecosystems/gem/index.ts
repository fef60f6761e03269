import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { gemfileLock } from './catalog-gemfile-lock.ts';
import { gemspec } from './catalog-gemspec.ts';
import type { GemVersion } from './version.ts';
import { gemVersions } from './version.ts';

/** Ruby's gems, as RubyGems and Bundler install them. */
export const gem: Ecosystem<GemVersion> = {
  id: 'gem',
  title: 'Ruby gems',
  versions: gemVersions,
  catalogers: [gemspec, gemfileLock],
  advisedBy: 'everywhere',

  purlOf(pkg) {
    const platform = pkg.facts?.['platform'];
    return formatPurl({
      type: 'gem',
      name: pkg.name,
      version: pkg.version,
      ...(platform && { qualifiers: { platform } }),
    });
  },

  /** What Bundler takes from a folder is the project's own. */
  matchTargetOf(pkg) {
    if (pkg.facts?.['source'] === 'path') return undefined;
    return {
      namespace: 'RubyGems',
      channels: [],
      keys: [{ name: pkg.name, version: pkg.version, via: 'package' }],
      isKernelHeaders: false,
    };
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text,
  originOf: () => 'unknown',
};
