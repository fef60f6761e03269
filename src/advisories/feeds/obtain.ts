import { ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { digestOf } from '../snapshot/memory-snapshot.ts';
import type { Feed } from './feed.ts';
import type { LocalCopies } from './local-copies.ts';
import type { FeedFile, FeedTransport, Fingerprint } from './transport.ts';

/** A feed's files on this machine. */
export interface ObtainedFeed {
  /** Local paths by FeedFile.path. */
  readonly files: ReadonlyMap<string, string>;
  /** Equal when all files are as they were: what a feed's state was made of. */
  readonly input: string;
  /** Makes the new files the accepted copies. */
  readonly accept: () => void;
}

export interface ObtainContext {
  readonly transport: FeedTransport;
  readonly copies: LocalCopies;
}

/** Brings every file of a feed; those that the publisher does not have are left out. */
export async function obtainFeed(
  feed: Feed,
  context: ObtainContext,
): Promise<Result<ObtainedFeed, Failure>> {
  const gathered = new Gathered(context.copies);
  for (const file of feed.files) {
    const obtained = await obtainFile(file, context, gathered);
    if (!obtained.ok) return obtained;
    if (feed.isFirstOf && obtained.value !== 'absent') break;
  }
  return ok(gathered.done());
}

/** One file; says whether it is another than the accepted copy. */
export async function obtainFile(
  file: FeedFile,
  { transport, copies }: ObtainContext,
  gathered: Gathered,
): Promise<Result<'changed' | 'unchanged' | 'absent', Failure>> {
  const copy = copies.find(file.path);
  const aside = copies.asideOf(file.path);
  const obtained = await transport.obtain(file, copy?.fingerprint, aside);
  if (!obtained.ok) return obtained;
  const { value } = obtained;
  if (value.kind === 'unchanged' && copy) gathered.keep(file.path, copy.path, copy.fingerprint);
  if (value.kind === 'changed') {
    gathered.take(file.path, value.path, value.isAside, value.fingerprint);
  }
  return ok(value.kind);
}

/** Files of a feed as they are found, old copies and new ones. */
export class Gathered {
  readonly #copies: LocalCopies;
  readonly #files = new Map<string, string>();
  readonly #input: string[] = [];
  readonly #accepts: (() => void)[] = [];

  constructor(copies: LocalCopies) {
    this.#copies = copies;
  }

  /** The accepted copy of a file. */
  keep(path: string, local: string, fingerprint: Fingerprint): void {
    this.#files.set(path, local);
    this.#input.push(path, fingerprint);
  }

  /** A new file, which becomes the accepted copy when it was read and found good. */
  take(path: string, local: string, isAside: boolean, fingerprint: Fingerprint): void {
    this.keep(path, local, fingerprint);
    this.#accepts.push(() => this.#copies.accept(path, local, isAside, fingerprint));
  }

  /** Where a file that was kept or taken lies. */
  pathOf(path: string): string | undefined {
    return this.#files.get(path);
  }

  /** A copy that is out of date once the new files are accepted. */
  drop(path: string): void {
    this.#accepts.push(() => this.#copies.remove(path));
  }

  done(): ObtainedFeed {
    return {
      files: this.#files,
      input: digestOf(this.#input.join('\n')),
      accept: () => {
        for (const accept of this.#accepts.splice(0)) accept();
      },
    };
  }
}
