import { crc32 } from 'node:zlib';

/** A kind of secret that can be told by its form. */
export interface SecretRule {
  readonly id: string;
  /** How it begins: public, and all that is ever shown of one. */
  readonly begins: readonly string[];
  /** What looks like one, as a regular expression's source that begins so. */
  readonly looks: string;
  /** Whether what looks like one has the whole form of one. Absent: it has. */
  readonly isWhole?: (text: string) => boolean;
  /** Of what looks ordinary in a command: for files only. */
  readonly isOfFiles?: true;
  /** May stand within a word. */
  readonly standsAnywhere?: true;
}

const JWT = String.raw`eyJ[\w-]{10,2000}\.eyJ[\w-]{2,4000}(?:\.[\w-]{0,2000})?`;
/** Line breaks of a key may be written as `\n`, as within JSON. */
const PRIVATE_KEY = String.raw`-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{0,20000}`;

/** The one list of them: for variables and commands of a configuration, and for files. */
export const SECRET_RULES: readonly SecretRule[] = [
  {
    id: 'aws-access-key',
    begins: ['AKIA', 'ASIA'],
    looks: 'A[KS]IA[0-9A-Z]{16}',
    isWhole: (text) => /^.{4}[A-Z2-7]{16}$/.test(text) && isRandom(text),
  },
  {
    id: 'aws-secret-access-key',
    begins: ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY', 'SecretAccessKey'],
    looks: String.raw`\w{15,21}["']?[ \t]{0,8}[=:][ \t]{0,8}["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])`,
    isWhole: (text) => isRandom(text.slice(-40)),
    isOfFiles: true,
  },
  {
    id: 'azure-storage-key',
    begins: ['AccountKey='],
    looks: String.raw`AccountKey=[A-Za-z0-9+/]{86}==`,
    isWhole: (text) => isRandom(text.slice(11)),
  },
  {
    id: 'digitalocean-token',
    begins: ['dop_v1_'],
    looks: 'dop_v1_[a-f0-9]{64}',
    isWhole: isRandom,
  },
  {
    id: 'docker-hub-token',
    begins: ['dckr_pat_'],
    looks: String.raw`dckr_pat_[\w-]{27,255}`,
    isWhole: isRandom,
  },
  {
    id: 'github-token',
    begins: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    looks: String.raw`gh[pousr]_\w{20,255}`,
    isWhole: hasChecksum,
  },
  {
    id: 'github-token',
    begins: ['github_pat_'],
    looks: String.raw`github_pat_\w{20,255}`,
    isWhole: (text) => text.length >= 80 && isRandom(text),
  },
  {
    id: 'gitlab-token',
    begins: ['glpat-', 'gldt-', 'glrt-'],
    looks: String.raw`gl(?:pat|dt|rt)-[\w-]{16,64}`,
    isWhole: isRandom,
  },
  {
    id: 'google-api-key',
    begins: ['AIza'],
    looks: String.raw`AIza[\w-]{35}(?![\w-])`,
    isWhole: isRandom,
  },
  {
    id: 'hugging-face-token',
    begins: ['hf_'],
    looks: 'hf_[A-Za-z]{34}(?![A-Za-z0-9_])',
    isWhole: isRandom,
  },
  {
    id: 'json-web-token',
    begins: ['eyJ'],
    looks: JWT,
    isWhole: isSignedToken,
  },
  { id: 'npm-token', begins: ['npm_'], looks: 'npm_[A-Za-z0-9]{36}(?!\\w)', isWhole: hasChecksum },
  {
    id: 'npm-token',
    begins: ['_authToken='],
    looks: '_authToken=[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}',
    isWhole: isRandom,
    isOfFiles: true,
    standsAnywhere: true,
  },
  {
    id: 'private-key',
    begins: ['-----BEGIN '],
    looks: PRIVATE_KEY,
    isWhole: hasKeyMaterial,
    standsAnywhere: true,
  },
  {
    id: 'pypi-token',
    begins: ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'],
    looks: String.raw`pypi-AgE[\w-]{50,1000}`,
    isWhole: isRandom,
  },
  {
    id: 'registry-password',
    begins: ['"auth"'],
    looks: String.raw`"auth"\s{0,8}:\s{0,8}"[A-Za-z0-9+/]{8,4000}={0,2}"`,
    isWhole: isNameAndPassword,
    isOfFiles: true,
    standsAnywhere: true,
  },
  {
    id: 'sendgrid-key',
    begins: ['SG.'],
    looks: String.raw`SG\.[\w-]{22}\.[\w-]{43}(?![\w-])`,
    isWhole: isRandom,
  },
  {
    id: 'secret-key',
    begins: ['sk-'],
    looks: String.raw`sk-(?:ant-|proj-|svcacct-)?(?:api03-)?\w{16}[\w-]{0,240}`,
    isWhole: (text) =>
      (text.includes('T3BlbkFJ') || (text.startsWith('sk-ant-') && text.length > 80)) &&
      isRandom(text),
  },
  {
    id: 'slack-token',
    begins: ['xoxa-', 'xoxb-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'],
    looks: String.raw`xox[abposr]-[\w-]{10,255}`,
    isWhole: (text) => /^xox.-(?:\d{1,4}-)?\d{8,14}-\w[\w-]{12,}$/.test(text) && isRandom(text),
  },
  {
    id: 'slack-webhook',
    begins: ['hooks.slack.com/services/'],
    looks: String.raw`hooks\.slack\.com/services/T\w{6,14}/B\w{6,14}/\w{20,30}`,
    isWhole: (text) => isRandom(text.slice(text.lastIndexOf('/') + 1)),
    standsAnywhere: true,
  },
  {
    id: 'stripe-key',
    begins: ['sk_live_', 'rk_live_'],
    looks: '[sr]k_live_[A-Za-z0-9]{16,255}',
    isWhole: isRandom,
  },
  {
    id: 'vault-token',
    begins: ['hvs.', 'hvb.'],
    looks: String.raw`hv[sb]\.[\w-]{60,300}`,
    isWhole: isRandom,
  },
];

/** Bits a letter: words and rows of one letter have fewer, base64 and hexadecimal digits more. */
const RANDOM_BITS = 3;

const EXAMPLE =
  /example|sample|dummy|placeholder|changeme|redacted|your[_-]|insert|x{6}|\*{3}|0{8}|123456789|abcdefgh/i;

/** No example and no row of one letter. */
function isRandom(text: string): boolean {
  if (EXAMPLE.test(text)) return false;
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits / text.length >= RANDOM_BITS;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Tokens of GitHub and npm end in the CRC-32 of what is before, in six digits to base 62.
 *
 * https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
function hasChecksum(text: string): boolean {
  if (text.length !== 40) return false;
  let rest = crc32(text.slice(4, 34));
  let digits = '';
  for (; digits.length < 6; rest = Math.floor(rest / 62)) digits = `${BASE62[rest % 62]}${digits}`;
  return text.endsWith(digits);
}

/** Of a token without a signature, and of the one in every introduction, nobody can make use. */
function isSignedToken(text: string): boolean {
  const [head = '', body = '', signature = ''] = text.split('.');
  const decoded = Buffer.from(head, 'base64url').toString('latin1');
  if (!/"alg"\s{0,8}:\s{0,8}"(?:HS|RS|ES|PS|Ed)\w{2,8}"/.test(decoded)) return false;
  const claims = Buffer.from(body, 'base64url').toString('latin1');
  return signature.length >= 40 && !claims.includes('1234567890') && !/example/i.test(claims);
}

/** Programs name these lines without any key between them. */
function hasKeyMaterial(text: string): boolean {
  const material = text.slice(text.indexOf('KEY') + 3).replaceAll(/\\[nr]|\s/g, '');
  return /[A-Za-z0-9+/]{100}/.test(material) && isRandom(material);
}

/** `name:password` to base 64, as container tools keep it. */
function isNameAndPassword(text: string): boolean {
  const encoded = /([A-Za-z0-9+/]{8,4000})={0,2}"$/.exec(text)?.[1] ?? '';
  const [name, password] = Buffer.from(encoded, 'base64').toString('latin1').split(':');
  return (
    /^[\x21-\x7e]+$/.test(name ?? '') && (password ?? '') !== '' && !EXAMPLE.test(`${password}`)
  );
}
