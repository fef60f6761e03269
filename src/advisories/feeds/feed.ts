import type { Failure, Result } from '../../base/index.ts';
import type { Rater } from '../severity.ts';
import type { FeedWriter } from '../snapshot/feed-writer.ts';
import type { FeedFile } from './transport.ts';

/** What a feed's files are read with. */
export interface ReadContext {
  /** Local paths by FeedFile.path; without those that the publisher does not have. */
  readonly files: ReadonlyMap<string, string>;
  readonly writer: FeedWriter;
  readonly rate: Rater;
  /** Namespaces that a distribution's own feed covers: its copies elsewhere are left out. */
  readonly covered: ReadonlySet<string>;
  /** Records so far. */
  readonly progress: (records: number) => void;
}

/** A source of advisories, or of what is known of vulnerabilities, that is fetched as one. */
export interface Feed {
  /** `osv/npm`, `alpine-secdb/v3.20`, `kev`. */
  readonly name: string;
  readonly source: string;
  readonly files: readonly FeedFile[];
  /** Its files are several forms of one thing: the first that is there is all of it. */
  readonly isFirstOf?: boolean;
  /** Files that others name: an index its archive. `files`: local paths by FeedFile.path, so far. */
  filesNamedBy?(files: ReadonlyMap<string, string>): readonly FeedFile[];
  /** Reads the files into the writer; a bad record is skipped, a bad file a failure. */
  read(context: ReadContext): Promise<Result<void, Failure>>;
}
