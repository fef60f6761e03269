export type * from './opened-image.ts';
export type { Whiteout } from './path.ts';
export { cleanPath, decodeName, whiteoutOf } from './path.ts';
export type { TarEntry, TarEntryKind } from './tar-entry.ts';
export type { TarEvent } from './tar-events.ts';
export { tarEvents } from './tar-events.ts';
export type { TarHandler, TarLimits } from './tar-walker.ts';
export { TarWalker } from './tar-walker.ts';
