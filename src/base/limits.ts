const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/**
 * Every bound on what comes from outside, in one place. Bytes unless the name says otherwise.
 * A module takes the limits it needs as an argument, so that tests and operators can set them.
 */
export interface Limits {
  /** A manifest or index; the OCI specification asks registries for at least 4 MiB. */
  readonly manifestBytes: number;
  readonly configBytes: number;
  /** An SBOM file, which is read whole. */
  readonly sbomBytes: number;
  /** Indexes inside indexes. Nobody publishes more than two. */
  readonly indexDepth: number;
  /** Distinct manifests walked from one reference. */
  readonly indexManifests: number;
  readonly layers: number;
  /** All layers of one image as stored. */
  readonly compressedBytes: number;
  /** All layers of one image once inflated. */
  readonly uncompressedBytes: number;
  /** Inflated bytes for each stored byte, looked at once `ratioFloorBytes` have come out. */
  readonly inflateRatio: number;
  readonly ratioFloorBytes: number;
  /** Entries of one layer's tar. */
  readonly entries: number;
  /** A path as written in a tar. */
  readonly pathBytes: number;
  /** PAX records and GNU long names before one entry: as Go's archive/tar. */
  readonly headerBytes: number;
  /** A file that a cataloger reads whole, unless its pattern says more. */
  readonly fileBytes: number;
  /** Symbolic links followed before a path counts as a loop: as Linux. */
  readonly symlinks: number;
  /** Archives inside archives: a jar in a war in an ear is three. */
  readonly archiveDepth: number;
  /** JSON, XML and YAML nesting. */
  readonly nesting: number;
  /** Seconds of a worker's processor time for one layer. */
  readonly layerSeconds: number;
  /** Memory of one worker, as the operating system counts it. */
  readonly workerBytes: number;
  /** Of one worker's temporary file: the largest file that is read, and what is unpacked of it. */
  readonly scratchBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  manifestBytes: 4 * MIB,
  configBytes: 8 * MIB,
  sbomBytes: 256 * MIB,
  indexDepth: 4,
  indexManifests: 1_000,
  layers: 512,
  compressedBytes: 10 * GIB,
  uncompressedBytes: 40 * GIB,
  inflateRatio: 1_100,
  ratioFloorBytes: 4 * GIB,
  entries: 10_000_000,
  pathBytes: 64 * KIB,
  headerBytes: MIB,
  fileBytes: 32 * MIB,
  symlinks: 40,
  archiveDepth: 5,
  nesting: 128,
  layerSeconds: 600,
  workerBytes: GIB,
  scratchBytes: 4 * GIB,
};
