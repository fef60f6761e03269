import { isSecretVariable, REDACTED } from '../base/index.ts';
import type { ConfigCheck } from '../model/index.ts';
import type { ImageConfig, Platform } from './opened-image.ts';

type Checked = Pick<ImageConfig, 'user' | 'environment' | 'exposedPorts' | 'history'>;

/** Of a name and a value no more is shown. */
const MOST_NAME = 100;

/** More of one kind are one sentence. */
const MOST_OF_A_KIND = 20;

/** What of an image's configuration a person should look at; values of secrets are never in it. */
export function configChecks(config: Checked, platform: Platform): readonly ConfigCheck[] {
  return [
    ...(runsAsRoot(config, platform) ? [ROOT] : []),
    ...(config.exposedPorts.some((port) => /^22(?:\/tcp)?$/.test(port)) ? [SSH] : []),
    ...config.environment.flatMap(secretVariable).slice(0, MOST_OF_A_KIND),
    ...config.history.flatMap(secretLine).slice(0, MOST_OF_A_KIND),
    ...config.history.flatMap(addedUrl).slice(0, MOST_OF_A_KIND),
  ];
}

const ROOT: ConfigCheck = {
  id: 'runs-as-root',
  place: 'USER',
  message: 'its programs run as root, for no other user is named',
  advice: 'name another user with USER: what breaks out of a program is then not root',
};

const SSH: ConfigCheck = {
  id: 'exposes-ssh',
  place: 'EXPOSE 22',
  message: 'it opens the port of SSH',
  advice: 'leave the SSH server out, and enter a container with its engine (docker exec)',
};

/** Windows has no root: its default user is `ContainerAdministrator` or `ContainerUser`. */
function runsAsRoot({ user = '' }: Checked, { os }: Platform): boolean {
  const [name = ''] = user.split(':');
  return os !== 'windows' && (name === '' || name === 'root' || /^0+$/.test(name));
}

function secretVariable(text: string): readonly ConfigCheck[] {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0));
  if (!isSecretVariable(name, text.slice(at + 1))) return [];
  const place = `ENV ${name.slice(0, MOST_NAME)}`;
  const message = 'a variable looks secret, and whoever can pull the image can read it';
  const advice = 'give it when the container is started, take it out of the image and replace it';
  return [{ id: 'secret-in-environment', place, message, advice }];
}

/** The config was read without what looks secret in it. */
function secretLine(
  { createdBy = '' }: ImageConfig['history'][number],
  index: number,
): readonly ConfigCheck[] {
  if (!createdBy.includes(REDACTED)) return [];
  const place = `history line ${index + 1}`;
  const message =
    'an instruction has what looks secret, and whoever can pull the image can read it';
  const advice = 'use a build secret (RUN --mount=type=secret) instead, and replace it';
  return [{ id: 'secret-in-history', place, message, advice }];
}

function addedUrl(
  { createdBy = '' }: ImageConfig['history'][number],
  index: number,
): readonly ConfigCheck[] {
  if (!/(?:^|#\(nop\) +)ADD (?:--?\S+ )*(?:https?|git|ftp):\/\//i.test(createdBy)) return [];
  const place = `history line ${index + 1}`;
  const message =
    'ADD fetches from an address: what comes from there may be another thing each time';
  const advice = 'add it with --checksum=sha256:..., or copy it from where it was verified';
  return createdBy.includes('--checksum=') ? [] : [{ id: 'adds-url', place, message, advice }];
}
