import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { BlockList, isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { DefaultPlans, Plan } from '../accounts/index.ts';
import { DEFAULT_PLANS, PLANS } from '../accounts/index.ts';
import { type FeedIntervals, parseFeedIntervals } from '../advisories/index.ts';
import type { Failure, Limits, Result } from '../base/index.ts';
import { DEFAULT_LIMITS, err, failure, FailureError, failureOf, ok } from '../base/index.ts';
import type { Environment } from './config.ts';
import { dataFolderOf, unknownKey } from './config.ts';

/** Everything that `serve` is told from outside; modules get their part of it. */
export interface ServerConfig {
  /** Absolute. */
  readonly dataFolder: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** `https://registry.example.com`, no slash at the end; absent: the address listened on. */
  readonly publicUrl?: string;
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
  readonly trustedProxies: BlockList;
  /** That addresses set by people may lead to, though they are no part of the internet. */
  readonly allowedNetworks: BlockList;
  readonly databaseUrl?: string;
  readonly blobs: { readonly kind: 'folder' | 's3'; readonly address: string };
  /** Who sends blobs to clients. */
  readonly pulls: 'server' | 'nginx' | 'redirect';
  /** For other servers of the same database; no slash at the end. Absent: worked out. */
  readonly peerUrl?: string;
  readonly secretKeyFile: string;
  readonly workers: number;
  /** Of what is analyzed: the defaults, and what was set. */
  readonly limits: Limits;
  /** `linux/amd64`; absent: every platform. */
  readonly platforms?: readonly string[];
  readonly feeds?: string;
  readonly feedIntervals: FeedIntervals;
  readonly isOffline: boolean;
  readonly searchesSecrets: boolean;
  readonly anonymous: 'none' | 'pull' | 'push';
  readonly deletion: 'enabled' | 'disabled';
  readonly pushedVisibility: 'private' | 'public';
  readonly defaultPlans: DefaultPlans;
  readonly organizationsBy: 'anyone' | 'administrators';
  readonly resultsGraceDays: number;
  readonly upgradeUrl?: string;
  readonly feedbackUrl?: string;
  readonly logLevel?: LogLevel;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where a server keeps its data that runs as root: its home is closed to the database's user. */
const ROOT_FOLDER = '/var/lib/drydock';
/** A file of settings has a few dozen lines. */
const CONFIG_BYTES = 1024 * 1024;

/** Reads the environment and the file it may name, once. What is wrong is named by its key. */
export function readServerConfig(
  environment: Environment,
  isRoot: boolean,
): Result<ServerConfig, Failure> {
  try {
    const settings = { ...readConfigFile(environment['DRYDOCK_CONFIG']), ...set(environment) };
    const stranger = unknownKey(settings);
    return stranger ? err(stranger) : ok(configOf(settings, environment, isRoot));
  } catch (error) {
    return err(failureOf(error, 'config.bad-value'));
  }
}

type Settings = Readonly<Record<string, string | undefined>>;

/** Ours, and only where there is a value: `KEY=` is as good as unset, as compose files write it. */
function set(environment: Environment): Settings {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('DRYDOCK_') && value),
  );
}

function readConfigFile(path: string | undefined): Settings {
  if (path === undefined || path === '') return {};
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw refused('DRYDOCK_CONFIG', path, `a file that can be read (${String(error)})`);
  }
  if (text.length > CONFIG_BYTES) throw refused('DRYDOCK_CONFIG', path, 'a file of at most 1 MiB');
  const settings: Record<string, string> = {};
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name, value] = /^\s*([A-Z0-9_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw refused('DRYDOCK_CONFIG', `line ${at + 1} of ${path}`, 'KEY=value or a comment');
    }
    if (!name.startsWith('DRYDOCK_') || name === 'DRYDOCK_CONFIG') {
      const message = `${name} in line ${at + 1} of ${path} (DRYDOCK_CONFIG) is no setting for this file`;
      throw new FailureError(failure('config.unknown-key', message));
    }
    settings[name] = value.replace(/^(["'])(.*)\1$/, '$2');
  }
  return settings;
}

function refused(key: string, value: string, allowed: string): FailureError {
  return new FailureError(
    failure('config.bad-value', `${key} is '${value}'; it may be ${allowed}`),
  );
}

function configOf(settings: Settings, environment: Environment, isRoot: boolean): ServerConfig {
  const dataFolder = resolve(serverFolder(settings, environment, isRoot));
  const tls = tlsOf(settings);
  return {
    dataFolder,
    listen: listenOf(settings['DRYDOCK_LISTEN'] ?? '127.0.0.1:7070'),
    ...optional('publicUrl', originOf(settings, 'DRYDOCK_URL')),
    ...optional('peerUrl', originOf(settings, 'DRYDOCK_PEER_URL')),
    ...optional('tls', tls),
    trustedProxies: networks(settings, 'DRYDOCK_TRUSTED_PROXIES'),
    allowedNetworks: networks(settings, 'DRYDOCK_ALLOWED_NETWORKS'),
    ...optional('databaseUrl', databaseUrlOf(settings)),
    blobs: blobsOf(settings['DRYDOCK_BLOBS'] ?? join(dataFolder, 'blobs')),
    pulls: pullsOf(settings),
    secretKeyFile: settings['DRYDOCK_SECRET_KEY_FILE'] ?? join(dataFolder, 'secret.key'),
    workers: integer(settings, 'DRYDOCK_WORKERS', [1, 256], Math.min(availableParallelism(), 256)),
    limits: limitsOf(settings),
    ...optional('platforms', platformsOf(settings)),
    ...optional('feeds', settings['DRYDOCK_FEEDS']),
    feedIntervals: feedIntervalsOf(settings),
    isOffline: choice(settings, 'DRYDOCK_OFFLINE', ['false', 'true']) === 'true',
    searchesSecrets: choice(settings, 'DRYDOCK_SEARCH_SECRETS', ['false', 'true']) === 'true',
    anonymous: choice(settings, 'DRYDOCK_ANONYMOUS', ['pull', 'none', 'push']),
    deletion: choice(settings, 'DRYDOCK_DELETION', ['enabled', 'disabled']),
    pushedVisibility: choice(settings, 'DRYDOCK_PUSHED_VISIBILITY', ['private', 'public']),
    defaultPlans: {
      firstUser: plan(settings, 'DRYDOCK_FIRST_USER_PLAN', DEFAULT_PLANS.firstUser),
      personal: plan(settings, 'DRYDOCK_DEFAULT_PLAN', DEFAULT_PLANS.personal),
      organization: plan(settings, 'DRYDOCK_DEFAULT_ORGANIZATION_PLAN', DEFAULT_PLANS.organization),
    },
    organizationsBy: choice(settings, 'DRYDOCK_ORGANIZATIONS_BY', ['anyone', 'administrators']),
    resultsGraceDays: integer(settings, 'DRYDOCK_RESULTS_GRACE_DAYS', [0, 3650], 30),
    ...optional('upgradeUrl', webAddress(settings, 'DRYDOCK_UPGRADE_URL')?.href),
    ...optional('feedbackUrl', feedbackUrlOf(settings)),
    ...optional('logLevel', logLevelOf(settings)),
  };
}

function feedIntervalsOf(settings: Settings): FeedIntervals {
  const key = 'DRYDOCK_FEED_INTERVALS';
  const parsed = parseFeedIntervals(settings[key] ?? '');
  if (parsed.ok) return parsed.value;
  throw refused(key, parsed.error, "30m, 6h, 1d or off, with a feed's name and = before it or not");
}

/** A property that is left out rather than undefined. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>>;
function optional(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

function serverFolder(settings: Settings, environment: Environment, isRoot: boolean): string {
  const own = settings['DRYDOCK_DATA'];
  if (own !== undefined) return own;
  return isRoot && !environment['XDG_DATA_HOME'] ? ROOT_FOLDER : dataFolderOf(environment);
}

const MOST_PORT = 65_535;

function listenOf(text: string): ServerConfig['listen'] {
  const allowed = 'an address and a port: 127.0.0.1:7070, 0.0.0.0:7070, [::]:7070';
  const [, bracketed, plain, digits] = /^(?:\[(.*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '';
  const port = Number(digits ?? NaN);
  const isHost =
    bracketed === undefined ? isIP(host) === 4 || host === 'localhost' : isIP(host) === 6;
  if (!isHost || !(port <= MOST_PORT)) throw refused('DRYDOCK_LISTEN', text, allowed);
  return { host, port };
}

function originOf(settings: Settings, key: string): string | undefined {
  const url = webAddress(settings, key);
  if (url === undefined) return undefined;
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw refused(
      key,
      url.href,
      'scheme, host and port only: clients of a registry know no path before /v2',
    );
  }
  return url.origin;
}

function webAddress(settings: Settings, key: string): URL | undefined {
  const text = settings[key];
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw refused(key, text, 'an http or https address without credentials');
  }
  return url;
}

function feedbackUrlOf(settings: Settings): string | undefined {
  const text = settings['DRYDOCK_FEEDBACK_URL'];
  const isMail = text !== undefined && /^mailto:[^@\s?]+@[^@\s?]+$/.test(text);
  return isMail ? text : webAddress(settings, 'DRYDOCK_FEEDBACK_URL')?.href;
}

function tlsOf(settings: Settings): ServerConfig['tls'] {
  const certificateFile = settings['DRYDOCK_TLS_CERT'];
  const keyFile = settings['DRYDOCK_TLS_KEY'];
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (keyFile === undefined) throw refused('DRYDOCK_TLS_KEY', '', 'set where DRYDOCK_TLS_CERT is');
  if (certificateFile === undefined) {
    throw refused('DRYDOCK_TLS_CERT', '', 'set where DRYDOCK_TLS_KEY is');
  }
  return { certificateFile, keyFile };
}

function networks(settings: Settings, key: string): BlockList {
  const text = settings[key] ?? '';
  const list = new BlockList();
  const entries = text.split(',').map((entry) => entry.trim());
  for (const entry of entries.filter((one) => one !== '')) {
    const [address = '', bits, more] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN;
    if (isIP(address) === 0 || !(length <= most) || more !== undefined) {
      throw refused(key, entry, 'addresses or networks with commas between: 127.0.0.1,10.0.0.0/8');
    }
    list.addSubnet(address, length, family);
  }
  return list;
}

function databaseUrlOf(settings: Settings): string | undefined {
  const text = settings['DRYDOCK_DATABASE_URL'];
  if (text === undefined || /^postgres(?:ql)?:\/\/\S+$/.test(text)) return text;
  // Not the value: there may be a password in it.
  throw refused(
    'DRYDOCK_DATABASE_URL',
    '...',
    'an address like postgresql://user:password@host/database',
  );
}

function blobsOf(text: string): ServerConfig['blobs'] {
  if (!/^[a-z0-9]+:\/\//i.test(text)) return { kind: 'folder', address: resolve(text) };
  if (!text.startsWith('s3://'))
    throw refused(
      'DRYDOCK_BLOBS',
      text,
      'a folder, or s3://bucket/prefix?endpoint=URL&region=NAME',
    );
  return { kind: 's3', address: text };
}

function pullsOf(settings: Settings): ServerConfig['pulls'] {
  const pulls = choice(settings, 'DRYDOCK_PULLS', ['server', 'nginx', 'redirect']);
  const isBucket = settings['DRYDOCK_BLOBS']?.startsWith('s3://') === true;
  if (pulls === 'nginx' && isBucket) {
    throw refused('DRYDOCK_PULLS', pulls, 'server or redirect where DRYDOCK_BLOBS is a bucket');
  }
  if (pulls === 'redirect' && !isBucket) {
    throw refused('DRYDOCK_PULLS', pulls, 'server or nginx where DRYDOCK_BLOBS is a folder');
  }
  return pulls;
}

function integer(
  settings: Settings,
  key: string,
  [least, most]: readonly [number, number],
  fallback: number,
): number {
  const text = settings[key];
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    throw refused(key, text, `a whole number from ${least} to ${most}`);
  return value;
}

const GIB = 1024 ** 3;
const MOST_GIB = 100_000;

function limitsOf(settings: Settings): Limits {
  const bytes = (key: string, fallback: number): number =>
    GIB * integer(settings, key, [1, MOST_GIB], fallback / GIB);
  return {
    ...DEFAULT_LIMITS,
    compressedBytes: bytes('DRYDOCK_IMAGE_GIB', DEFAULT_LIMITS.compressedBytes),
    uncompressedBytes: bytes('DRYDOCK_UNPACKED_GIB', DEFAULT_LIMITS.uncompressedBytes),
  };
}

function platformsOf(settings: Settings): readonly string[] | undefined {
  const text = settings['DRYDOCK_PLATFORMS'];
  const platforms = text?.split(',').map((one) => one.trim());
  if (platforms?.every((one) => /^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/.test(one)) === false)
    throw refused('DRYDOCK_PLATFORMS', text ?? '', 'platforms like linux/amd64,linux/arm64/v8');
  return platforms;
}

/** One of these words; the first is the default. */
function choice<Word extends string>(
  settings: Settings,
  key: string,
  words: readonly [Word, ...Word[]],
): Word {
  const text = settings[key];
  if (text === undefined) return words[0];
  const word = words.find((one) => one === text);
  if (word === undefined) throw refused(key, text, words.toSorted().join(', '));
  return word;
}

function plan(settings: Settings, key: string, fallback: Plan): Plan {
  const others = PLANS.filter((one) => one !== fallback);
  return choice(settings, key, [fallback, ...others]);
}

function logLevelOf(settings: Settings): LogLevel | undefined {
  if (settings['DRYDOCK_LOG_LEVEL'] === undefined) return undefined;
  return choice<LogLevel>(settings, 'DRYDOCK_LOG_LEVEL', ['info', 'debug', 'warn', 'error']);
}
