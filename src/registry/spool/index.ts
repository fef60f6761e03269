export { SpoolThread } from './spool-thread.ts';
export type { Spool } from './spool.ts';
export { openSpool } from './spool.ts';
