/**
 * Version of the standard library in a binary, of what `runtime.Version()` says in it: `go1.21.5`
 * is `1.21.5`, `go1.22rc1` is `1.22.0-rc.1` (the spelling of the advisories), `go1.20` is `1.20.0`.
 * What vendors and experiments append (` X:boringcrypto`, `-fips`, `b7`) is no part of it.
 * `undefined` of an unreleased Go (`devel go1.23-f00`).
 */
export function goReleaseOf(goVersion: string): string | undefined {
  const found = /^go(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:(rc|beta)(\d{1,4}))?(?![\d.])/.exec(
    goVersion,
  );
  if (!found) return undefined;
  const [, major, minor, patch = '0', stage, number] = found;
  return `${major}.${minor}.${patch}${stage ? `-${stage}.${number}` : ''}`;
}

const PSEUDO = /^v\d+\.\d+\.\d+-(?:.*[.-])?\d{14}-[0-9a-f]{12}(?:\+.*)?$/;

/** Whether a version names a commit (`v0.0.0-20240101120000-0123456789ab`). */
export function isPseudoVersion(version: string): boolean {
  return version.length < 256 && PSEUDO.test(version);
}
