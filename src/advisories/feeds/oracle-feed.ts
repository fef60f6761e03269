import { err, failure } from '../../base/index.ts';
import { oracleOvalHandler } from '../sources/oracle-oval.ts';
import { sinkOf } from './advisory-sink.ts';
import type { Feed } from './feed.ts';
import type { FeedFile } from './transport.ts';
import { readXmlFile } from './xml-file.ts';

const SOURCE = 'oracle-elsa';

/** All errata of all releases, some 10 MB. */
const FILE: FeedFile = {
  path: 'oracle/com.oracle.elsa-all.xml.bz2',
  url: 'https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2',
  maxBytes: 256 * 1024 * 1024,
};

/** Oracle Linux's errata. https://linux.oracle.com/security/ */
export function oracleFeed(): Feed {
  return {
    name: SOURCE,
    source: SOURCE,
    files: [FILE],
    read: async (context) => {
      const path = context.files.get(FILE.path);
      if (path !== undefined)
        return readXmlFile(path, oracleOvalHandler(sinkOf(context), FILE.path));
      return err(failure('advisory.feed.absent', `there is no ${FILE.path}`));
    },
  };
}
