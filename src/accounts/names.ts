import type { Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';

/** Words that are paths of the product, or that would pass for somebody in charge. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(
  (
    'about account accounts admin administrator anonymous api assets auth blog catalog cli ' +
    'config dashboard db doc docs download downloads drydock events explore favicon feed feeds ' +
    'healthz help home index info instance invitation invitations invite join library livez ' +
    'login logout mail me metrics new ns null oauth oidc official org organizations orgs owner ' +
    'packages password plans policies privacy public r readyz registry repo repositories root ' +
    'search security self session sessions set-up settings setup sign-in sign-out signin ' +
    'signout signup static status support system team teams terms token tokens undefined user ' +
    'users v1 v2 version vulnerabilities web webhooks well-known www'
  ).split(' '),
);

/** The specification's component, without the double underscores and rows of dashes that it also has. */
const NAMESPACE = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const NAMESPACE_LENGTH = { least: 2, most: 39 };

/**
 * A user's or an organization's name: one component of a repository's name, 2-39 characters.
 * Only lower case: `Alice` and `alice` must not be two.
 */
export function checkNamespaceName(name: string): Result<string, AccountsFailure> {
  const { least, most } = NAMESPACE_LENGTH;
  if (name.length < least || name.length > most) {
    return refuse('name-invalid', `a name has ${least} to ${most} characters, not ${name.length}`);
  }
  if (!NAMESPACE.test(name)) {
    return refuse(
      'name-invalid',
      `'${clipped(name)}' is no name: lower-case letters and digits, with single '.', '_' or '-' between`,
    );
  }
  if (RESERVED_NAMES.has(name)) return refuse('name-taken', `'${name}' is reserved`);
  return ok(name);
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests */
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})+$`);
/** With a host name before it, clients allow 255 in all; and it is a key of an index. */
const REPOSITORY_LENGTH = 200;

/** A repository's whole name, `namespace/path`, as the OCI grammar has it. */
export function checkRepositoryName(name: string): Result<RepositoryName, AccountsFailure> {
  const namespace = name.slice(0, Math.max(0, name.indexOf('/')));
  if (name.length > REPOSITORY_LENGTH) {
    return refuse(
      'name-invalid',
      `a repository's name has at most ${REPOSITORY_LENGTH} characters, not ${name.length}`,
    );
  }
  if (!REPOSITORY.test(name)) {
    return refuse(
      'name-invalid',
      `'${clipped(name)}' is no repository: namespace/name in lower-case letters and digits, with '.', '_', '__' or '-' between`,
    );
  }
  return ok({ namespace, name });
}

export interface RepositoryName {
  readonly namespace: string;
  /** Whole: the namespace, a slash, the path. */
  readonly name: string;
}

const LABEL = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const LABEL_LENGTH = 60;

/** The name of a team or a token: it stands beside its organization's, so nothing is reserved. */
export function checkLabel(name: string): Result<string, AccountsFailure> {
  if (name.length <= LABEL_LENGTH && LABEL.test(name)) return ok(name);
  return refuse(
    'name-invalid',
    `'${clipped(name)}' is no name: at most ${LABEL_LENGTH} lower-case letters and digits, with single '.', '_' or '-' between`,
  );
}

/** RFC 5321, 4.5.3.1.3, less the angle brackets. */
const EMAIL_LENGTH = 254;
const EMAIL = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+$/;

/** An e-mail address in lower case. Whether it exists only a message can tell. */
export function checkEmail(text: string): Result<string, AccountsFailure> {
  if (text.length <= EMAIL_LENGTH && EMAIL.test(text) && !hasControl(text)) {
    return ok(text.toLowerCase());
  }
  return refuse('invalid', `'${clipped(text)}' is no e-mail address`);
}

const DISPLAY_LENGTH = 80;

/** A name for people to read: any letters, no control characters. */
export function checkDisplayName(text: string): Result<string, AccountsFailure> {
  const trimmed = text.trim();
  if (trimmed.length <= DISPLAY_LENGTH && !hasControl(trimmed)) return ok(trimmed);
  return refuse('invalid', `a display name has at most ${DISPLAY_LENGTH} printable characters`);
}

/** Controls, and the marks that turn the direction of what follows. */
function hasControl(text: string): boolean {
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text);
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
