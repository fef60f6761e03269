/** What the image's release files say of its distribution. Absent fields were not written. */
export interface Distro {
  /** Lowercase, `debian`; never guessed from ID_LIKE. */
  readonly id: string;
  /** `12`, `22.04`, `3.20.3`; empty where none is written (rolling). */
  readonly versionId: string;
  readonly version?: string;
  readonly codename?: string;
  readonly name?: string;
  readonly prettyName?: string;
  readonly variantId?: string;
  readonly buildId?: string;
  readonly cpeName?: string;
  readonly idLike: readonly string[];
  /** `UBUNTU_CODENAME`, of distributions derived from Ubuntu. */
  readonly ubuntuCodename?: string;
  /** The file it was read from. */
  readonly path: string;
}
