import { readFileSync } from 'node:fs';
import { err, failure } from '../../base/index.ts';
import { updateinfoHandler } from '../sources/updateinfo.ts';
import { XmlReader } from '../xml.ts';
import { sinkOf } from './advisory-sink.ts';
import type { Feed } from './feed.ts';
import type { FeedFile } from './transport.ts';
import { readXmlFile } from './xml-file.ts';

const MIB = 1024 * 1024;

const SOURCE = 'amazon-alas';

/** Lists of mirrors of the main repository, by release; the errata of all architectures are alike. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['1', 'http://repo.us-west-2.amazonaws.com/2018.03/updates/x86_64/mirror.list'],
  ['2', 'https://cdn.amazonlinux.com/2/core/latest/x86_64/mirror.list'],
  ['2022', 'https://cdn.amazonlinux.com/al2022/core/mirrors/latest/x86_64/mirror.list'],
  ['2023', 'https://cdn.amazonlinux.com/al2023/core/mirrors/latest/x86_64/mirror.list'],
]);

/** Where Amazon's lists may send us. */
const HOST = /(?:^|\.)(?:amazonlinux\.com|amazonaws\.com)$/;

/** Of a repository, below its folder: nothing that leaves it. */
const UPDATEINFO = /^repodata\/[\w.-]{1,200}\.xml(?:\.gz|\.zst)?$/;

export const AMAZON_RELEASES: readonly string[] = [...LISTS.keys()];

/**
 * The errata of one release of Amazon Linux: a list of mirrors names the repository of the day, that
 * its updates. Repositories beside the main one (AL2's extras, live patches) are not read: their errata
 * are for packages of theirs alone, and a package does not tell where it came from.
 *
 * https://alas.aws.amazon.com/
 */
export function amazonFeed(release: string): Feed | undefined {
  const list = LISTS.get(release);
  if (list === undefined) return undefined;
  const origin = { source: SOURCE, namespace: `Amazon Linux:${release}`, rater: 'Amazon' };
  const mirrors = fileAt(list, 64 * 1024);
  return {
    name: `${SOURCE}/${release}`,
    source: SOURCE,
    files: [mirrors],
    filesNamedBy: (files) => namedBy(mirrors, files),
    read: async (context) => {
      const { path = '' } = namedBy(mirrors, context.files).at(1) ?? {};
      const local = context.files.get(path);
      if (local !== undefined) {
        return readXmlFile(local, updateinfoHandler(origin, sinkOf(context), path));
      }
      const message = `${mirrors.path} names no repository that describes its updates`;
      return err(failure('advisory.feed.absent', message));
    },
  };
}

function fileAt(url: string, maxBytes: number): FeedFile {
  return { path: `amazon${new URL(url).pathname}`, url, maxBytes };
}

/** The repository's description once the list is there, its updates once that is. */
function namedBy(mirrors: FeedFile, files: ReadonlyMap<string, string>): readonly FeedFile[] {
  const list = files.get(mirrors.path);
  const base = list === undefined ? undefined : repositoryIn(readFileSync(list, 'latin1'));
  if (base === undefined) return [];
  const description = fileAt(`${base}/repodata/repomd.xml`, 4 * MIB);
  const local = files.get(description.path);
  const updates = local === undefined ? undefined : updatesIn(readFileSync(local, 'utf8'));
  return updates === undefined
    ? [description]
    : [description, fileAt(`${base}/${updates}`, 512 * MIB)];
}

/** The first address of a list of mirrors, without a slash at its end. */
function repositoryIn(list: string): string | undefined {
  const [line = ''] = list.trim().split(/\s/, 1);
  const url = URL.canParse(line) ? new URL(line) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!isWeb || !HOST.test(url.hostname) || !/^[\w./-]{1,400}$/.test(url.pathname))
    return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Where a `repomd.xml` says that the updates are; a broken one says nothing. */
function updatesIn(text: string): string | undefined {
  let type = '';
  let found: string | undefined;
  const reader = new XmlReader({
    open: ({ name, attributes }) => {
      if (name === 'data') type = attributes['type'] ?? '';
      if (name === 'location' && type === 'updateinfo') found ??= attributes['href'];
    },
    text: () => undefined,
    close: () => undefined,
  });
  try {
    reader.push(text);
    reader.end();
  } catch {
    return undefined;
  }
  return found !== undefined && UPDATEINFO.test(found) ? found : undefined;
}
