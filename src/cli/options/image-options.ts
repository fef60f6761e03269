import { type Command, InvalidArgumentError } from 'commander';

/** Which image of what the reference names. */
export interface ImageOptions {
  readonly platform?: string;
  readonly image?: string;
  readonly offline?: boolean;
  /** Whether layers that are known are not read again. */
  readonly cache: boolean;
  /** Of commands that can: a moment in milliseconds since 1970, by whose advisories is matched. */
  readonly asOf?: number;
  /** Of commands that can: text files are searched for secrets. */
  readonly secrets?: boolean;
  /** Of commands that can: bills of materials beside the image are held against it. */
  readonly sboms?: boolean;
  /** Files with such. */
  readonly sbom?: readonly string[];
}

export function addImageOptions(command: Command): Command {
  return command
    .option('--platform <os/arch>', 'the platform to choose from an index, such as linux/arm64')
    .option('--image <name:tag>', 'the image to choose from an archive that holds several')
    .option('--offline', 'fetch no advisories by the way')
    .option('--no-cache', 'read every layer, also those that an earlier run has read');
}

/** Of commands that match. */
export function addAsOf(command: Command): Command {
  return command.option(
    '--as-of <date>',
    'match with the advisories that were stored here by then: 2026-03-31, or a date with time',
    momentOf,
  );
}

/** A day counts to its end. */
function momentOf(text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = Date.parse(isDay ? `${text}T23:59:59.999Z` : text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(moment)) {
    throw new InvalidArgumentError(`'${text}' is no date such as 2026-03-31 or 2026-03-31T12:00Z.`);
  }
  return moment;
}

/** What IMAGE may be, for --help. */
export const IMAGE_HELP = `
IMAGE is recognized by itself; a scheme in front says what it is:
  alpine:3.20, registry://ghcr.io/org/app@sha256:...   a registry
  docker://name:tag                                    the local Docker engine
  image.tar, archive://image.tar                       docker or OCI archive, also .gz and .zst
  ./layout, oci-dir://./layout                         an OCI layout
  ./rootfs, fs://./rootfs                              a folder
  bom.json, sbom://bom.json                            CycloneDX, SPDX, syft JSON
  -                                                    an archive on standard input`;
