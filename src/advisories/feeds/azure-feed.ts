import { err, failure } from '../../base/index.ts';
import { azureOvalHandler } from '../sources/azure-oval.ts';
import { sinkOf } from './advisory-sink.ts';
import type { Feed } from './feed.ts';
import { readXmlFile } from './xml-file.ts';

const MIB = 1024 * 1024;

const SOURCE = 'azurelinux-oval';

const URL_BASE = 'https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main';

/** CBL-Mariner became Azure Linux with its third release. */
const MARINER: ReadonlySet<string> = new Set(['1', '2']);

/** One release of Azure Linux, `3`, or of CBL-Mariner, `2`, by Microsoft's OVAL file. */
export function azureFeed(release: string): Feed | undefined {
  if (!/^\d{1,3}$/.test(release)) return undefined;
  const name = `${MARINER.has(release) ? 'cbl-mariner' : 'azurelinux'}-${release}.0-oval.xml`;
  const file = { path: `azurelinux/${name}`, url: `${URL_BASE}/${name}`, maxBytes: 512 * MIB };
  return {
    name: `${SOURCE}/${release}`,
    source: SOURCE,
    files: [file],
    read: (context) => {
      const local = context.files.get(file.path);
      if (local === undefined) {
        return Promise.resolve(err(failure('advisory.feed.absent', `there is no ${file.path}`)));
      }
      return readXmlFile(local, azureOvalHandler(release, sinkOf(context), file.path));
    },
  };
}
