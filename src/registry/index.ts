export type * from './access.ts';
export type * from './blob-store.ts';
export type * from './listeners.ts';
export type * from './records.ts';
