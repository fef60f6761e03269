export type { Opened } from './open-image.ts';
export { listPlatforms, openImage, openStream } from './open-image.ts';
export type { OpenedSbom, SbomOccurrence } from './sbom/opened-sbom.ts';
export type { PassLayer, SourceOptions } from './options.ts';
export { formatPlatform, parsePlatform } from './platform.ts';
export type { Reference } from './reference.ts';
export { formatReference, parseReference } from './reference.ts';
export type { RegistryOptions } from './registry/options.ts';
export { padding, tarEnd, tarHeader } from './tar-writer.ts';
