export type * from './opened-image.ts';
