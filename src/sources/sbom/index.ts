export type { OpenedSbom, SbomOccurrence } from './opened-sbom.ts';
export { openSbom } from './sbom.ts';
