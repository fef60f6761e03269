/** A source rpm's file name taken apart: `audit-3.0.6-1.cm2.src.rpm`. It carries no epoch. */
export function parseSourceRpm(
  file: string,
): { readonly name: string; readonly version: string } | undefined {
  const stem = file.replace(/\.(?:no)?src\.rpm$/, '');
  const release = stem.lastIndexOf('-');
  const version = stem.lastIndexOf('-', release - 1);
  if (stem === file || version <= 0) return undefined;
  return { name: stem.slice(0, version), version: stem.slice(version + 1) };
}

/** As rpm displays it: without an epoch of 0, which is the same as none. */
export function formatEvr(epoch: number | undefined, version: string, release: string): string {
  const tail = release === '' ? version : `${version}-${release}`;
  return epoch ? `${epoch}:${tail}` : tail;
}

/** `1:2.3-4` -> `1` and `2.3-4`. */
export function splitEpoch(evr: string): { readonly epoch: string; readonly rest: string } {
  const colon = evr.indexOf(':');
  const epoch = evr.slice(0, Math.max(0, colon));
  return /^\d+$/.test(epoch) ? { epoch, rest: evr.slice(colon + 1) } : { epoch: '', rest: evr };
}

/**
 * The minor release of Red Hat's that a version was built for: `el9_2` of `5.14.0-284.30.1.el9_2`,
 * `el8.6.0` of a module's `.module+el8.6.0+23193+83e23a7a`. `undefined` of what was built for a release
 * as a whole (`.el9`).
 */
export function minorReleaseOf(version: string): string | undefined {
  const [, minor, ofModule] = /\.(?:(el\d+_\d+)|module\+(el\d+(?:\.\d+)+))/.exec(version) ?? [];
  return minor ?? ofModule;
}
