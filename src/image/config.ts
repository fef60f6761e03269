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
} from '../base/index.ts';
import type { Failure, Limits, Result } from '../base/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import type { DiffId, Diagnostic } from '../model/index.ts';
import { platformOf, textsOf } from './manifest.ts';
import type { HistoryLine, ImageConfig, Platform } from './opened-image.ts';

export interface ParsedConfig {
  readonly config: ImageConfig;
  /** linux/amd64 where the config does not say. */
  readonly platform: Platform;
  readonly diagnostics: readonly Diagnostic[];
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
  return ok({ config, platform, diagnostics: historyDiagnostics(config) });
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
    entrypoint: stringsOf(inner['Entrypoint']),
    command: stringsOf(inner['Cmd']),
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
    ...(createdBy && { createdBy }),
    ...(created && { created }),
    ...(comment && { comment }),
    isEmptyLayer: line['empty_layer'] === true,
  };
}

/** The history line that made a layer; `undefined` when the history does not fit the layers. */
export function historyOf(
  config: Pick<ImageConfig, 'history' | 'diffIds'>,
  layer: number,
): HistoryLine | undefined {
  const lines = config.history.filter(({ isEmptyLayer }) => !isEmptyLayer);
  return lines.length === config.diffIds.length ? lines[layer] : undefined;
}

function historyDiagnostics({ history, diffIds }: ImageConfig): readonly Diagnostic[] {
  const lines = history.filter(({ isEmptyLayer }) => !isEmptyLayer).length;
  if (lines === 0 || lines === diffIds.length) return [];
  const message = `the image's history tells of ${lines} layers, and it has ${diffIds.length}: history lines are left out`;
  return [{ code: 'image.history.mismatch', severity: 'info', message }];
}

function diffIdOf(value: unknown): DiffId | undefined {
  const digest = parseDigest(stringOf(value) ?? '');
  return digest && asDiffId(digest);
}
