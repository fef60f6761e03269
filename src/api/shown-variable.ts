/** What stands in place of a value that is likely a secret. */
const REDACTED = '(looks secret: not shown)';

/** Names that say so; the fingerprint that `GPG_KEY` has in Docker's own images is none. */
const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|passwd|password|secret|token|credential|api_?key|access_?key|private|auth(?:orization)?$|_key$/i;

/** Values that say so: keys of clouds and forges, JSON web tokens, PEM, a password within an address. */
const SECRET_VALUE =
  /^AKIA[0-9A-Z]{16}|^gh[pousr]_\w{20}|^github_pat_|^glpat-|^xox[abposr]-|^sk-\w{16}|^eyJ[\w-]{10,}\.eyJ|-----BEGIN|^[a-z][a-z0-9+.-]{1,20}:\/\/[^/\s:@]{0,200}:[^/\s@]{1,200}@/;

const PUBLIC_NAMES: ReadonlySet<string> = new Set(['GPG_KEY', 'SSH_AUTH_SOCK', 'NODE_AUTH_TYPE']);

/** Longer values are no setting that anyone reads. */
const MOST_TEXT = 4_096;

export interface ShownVariable {
  readonly name: string;
  readonly value: string;
  readonly isRedacted: boolean;
}

/** `NAME=value` as it may stand on a screen; who can pull the image can read it all the same. */
export function shownVariable(text: string): ShownVariable {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  const value = at === -1 ? '' : text.slice(at + 1);
  const isSecret =
    value !== '' && !PUBLIC_NAMES.has(name) && (SECRET_NAME.test(name) || SECRET_VALUE.test(value));
  return {
    name: name.slice(0, MOST_TEXT),
    value: isSecret ? REDACTED : value.slice(0, MOST_TEXT),
    isRedacted: isSecret,
  };
}
