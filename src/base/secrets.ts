import { SECRET_RULES } from './secret-rules.ts';

/** What stands in place of a value that is likely a secret. */
export const REDACTED = '(looks secret: not shown)';

/** Names that say so; the fingerprint that `GPG_KEY` has in Docker's own images is none. */
const SECRET_NAME =
  /pass(?:word|wd|phrase)?$|passwd|password|secret|token|credential|api_?key|access_?key|private|auth(?:orization)?$|_key$/i;

/** What has the look of a key, a token or PEM, whole or cut. */
const SECRET_VALUE = new RegExp(
  SECRET_RULES.filter(({ isOfFiles }) => isOfFiles !== true)
    .map(({ looks }) => looks)
    .join('|'),
);

/** A password within an address. */
const ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^/\s:@]{0,200}:)([^/\s@]{1,200})(?=@)/;

const PUBLIC_NAMES: ReadonlySet<string> = new Set(['GPG_KEY', 'SSH_AUTH_SOCK', 'NODE_AUTH_TYPE']);

/** Whether the value of a variable, which is not empty, is likely a secret. */
export function isSecretVariable(name: string, value: string): boolean {
  if (value === '' || PUBLIC_NAMES.has(name)) return false;
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value) || ADDRESS.test(value);
}

const QUOTED_OR_WORD = String.raw`"(?:[^"\\]|\\.){0,4000}"|'[^']{0,4000}'|[^\s"'|;&]{1,4000}`;

/** `NAME=value` in an instruction, a build argument or a command. */
const ASSIGNMENT = new RegExp(String.raw`\b([A-Za-z_][\w.]{0,100})=(${QUOTED_OR_WORD})`, 'g');

/** `--password value`, `--token=value`. */
const FLAG = new RegExp(
  String.raw`(?<![\w-])(--[a-z][\w-]{0,60})([= ] {0,20})(${QUOTED_OR_WORD})`,
  'gi',
);

/** `Authorization: Bearer value`. */
const HEADER =
  /\b((?:proxy-)?authorization: {0,5}(?:bearer|basic|token) {1,5})([^\s"'($][^\s"']{0,4000})/gi;

/** A command or instruction with what looks secret in it left out. */
export function withoutSecrets(text: string): string {
  return text
    .replace(HEADER, `$1${REDACTED}`)
    .replace(ASSIGNMENT, (all, name: string, value: string) =>
      isGiven(value) && isSecretVariable(name, value) ? `${name}=${REDACTED}` : all,
    )
    .replace(FLAG, (all, flag: string, between: string, value: string) =>
      isGiven(value) && SECRET_NAME.test(flag.replaceAll('-', '_'))
        ? `${flag}${between}${REDACTED}`
        : all,
    )
    .replace(new RegExp(ADDRESS, 'gi'), `$1${REDACTED}`)
    .replace(new RegExp(SECRET_VALUE, 'g'), REDACTED);
}

/** Not a variable that has it elsewhere, an option, a switch or what is left out already. */
function isGiven(value: string): boolean {
  const bare = value.replaceAll(/^["']|["']$/g, '');
  return bare !== '' && !/^(?:\$|-|\(looks|(?:true|false|yes|no|on|off|none|\d)$)/i.test(bare);
}
