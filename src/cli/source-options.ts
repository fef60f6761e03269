import type { Analyzer } from '../analyzer/index.ts';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { RegistryOptions, SourceOptions } from '../sources/index.ts';
import type { ImageOptions } from './options/image-options.ts';
import type { World } from './world.ts';

/** Requests for one thing before giving up, and how long a silent one may take: trouble of minutes passes. */
const ATTEMPTS = 4;
const IDLE_TIMEOUT_MS = 60_000;

/** How images are opened: what the command line says, and the world. */
export function sourceOptions(
  options: ImageOptions,
  analyzer: Analyzer,
  world: World,
): SourceOptions {
  const { config, outside } = world;
  return {
    limits: DEFAULT_LIMITS,
    ...(options.platform !== undefined && { platform: options.platform }),
    ...(options.image !== undefined && { image: options.image }),
    defaultPlatform: outside.platform,
    passLayer: (key, chunks) => analyzer.passLayer(key, chunks),
    standardInput: () => outside.stdin,
    ...(config.dockerHost !== undefined && { dockerHost: config.dockerHost }),
    registry: registryOptions(world),
  };
}

export function registryOptions({ config, outside }: World): RegistryOptions {
  return {
    dockerConfig: config.dockerConfigFolder,
    environment: outside.environment,
    plainHttp: [],
    isOffline: config.isOffline,
    attempts: ATTEMPTS,
    idleTimeout: IDLE_TIMEOUT_MS,
    sleep: outside.sleep,
    random: outside.random,
  };
}
