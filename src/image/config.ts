import {
  arrayOf,
  err,
  failure,
  isRecord,
  ok,
  parseJson,
  recordOf,
  stringOf,
  stringsOf,
  withoutSecrets,
} from '../base/index.ts';
import type { Failure, Limits, Result } from '../base/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import type { DiffId } from '../model/index.ts';
import { platformOf, textsOf } from './manifest.ts';
import type { HistoryLine, ImageConfig, Platform } from './opened-image.ts';

export interface ParsedConfig {
  readonly config: ImageConfig;
  /** linux/amd64 where the config does not say. */
  readonly platform: Platform;
}

export type ConfigLimits = Pick<Limits, 'configBytes' | 'nesting' | 'layers'>;

/**
 * Reads an image config. Fields that are absent or of another kind count as empty; diff ids must
 * be sound, for layers are held to them.
 *
 * https://github.com/opencontainers/image-spec/blob/main/config.md
 *
 * @param what names it in messages.
 */
export function parseConfig(
  bytes: Uint8Array,
  what: string,
  limits: ConfigLimits,
): Result<ParsedConfig, Failure> {
  const json = parseJson(bytes, { nesting: limits.nesting, bytes: limits.configBytes });
  if (!json.ok) return err(failure('image.config.malformed', `${what}: ${json.error.message}`));
  if (!isRecord(json.value)) {
    return err(failure('image.config.malformed', `${what} is malformed: it is no object`));
  }
  const root = json.value;
  const listed = arrayOf(recordOf(root['rootfs'])['diff_ids']);
  if (listed.length > limits.layers) {
    const message = `${what} has ${listed.length} diff ids, over the ${limits.layers} allowed (limit layers)`;
    return err(failure('image.config.too-many', message));
  }
  const diffIds = listed.map(diffIdOf).filter((diffId) => diffId !== undefined);
  if (diffIds.length < listed.length) {
    return err(failure('image.config.malformed', `${what} is malformed: a diff id is no digest`));
  }
  const config = configOf(root, diffIds);
  const platform = platformOf(root) ?? { os: 'linux', architecture: 'amd64' };
  return ok({ config, platform });
}

function configOf(
  root: Readonly<Record<string, unknown>>,
  diffIds: readonly DiffId[],
): ImageConfig {
  const inner = recordOf(root['config']);
  const created = stringOf(root['created']);
  const user = stringOf(inner['User']);
  const workingDirectory = stringOf(inner['WorkingDir']);
  return {
    ...(created && { created }),
    ...(user && { user }),
    entrypoint: stringsOf(inner['Entrypoint']).map(withoutSecrets),
    command: stringsOf(inner['Cmd']).map(withoutSecrets),
    environment: stringsOf(inner['Env']),
    exposedPorts: Object.keys(recordOf(inner['ExposedPorts'])),
    ...(workingDirectory && { workingDirectory }),
    labels: textsOf(inner['Labels']),
    diffIds,
    history: arrayOf(root['history']).map(historyLineOf),
  };
}

function historyLineOf(value: unknown): HistoryLine {
  const line = recordOf(value);
  const createdBy = stringOf(line['created_by']);
  const created = stringOf(line['created']);
  const comment = stringOf(line['comment']);
  return {
    ...(createdBy && { createdBy: withoutSecrets(createdBy) }),
    ...(created && { created }),
    ...(comment && { comment }),
    isEmptyLayer: line['empty_layer'] === true,
  };
}

/** The history lines that made the layers, the lowest first; `undefined` where they do not fit. */
export function historyOf(
  { history }: Pick<ImageConfig, 'history'>,
  layers: number,
): readonly HistoryLine[] | undefined {
  const lines = history.filter(({ isEmptyLayer }) => !isEmptyLayer);
  return lines.length === layers ? lines : undefined;
}

function diffIdOf(value: unknown): DiffId | undefined {
  const digest = parseDigest(stringOf(value) ?? '');
  return digest && asDiffId(digest);
}
