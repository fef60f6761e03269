export { applyVex } from './apply-vex.ts';
export type { VexTarget } from './product.ts';
export type { VexDocument } from './read-vex.ts';
export { readVex } from './read-vex.ts';
export type { OpenVexOptions } from './write-open-vex.ts';
export { writeOpenVex } from './write-open-vex.ts';
