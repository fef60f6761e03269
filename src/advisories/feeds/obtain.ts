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

/** Files that name others that name others: Amazon's list of mirrors, a repository, its updates. */
const STEPS = 4;

/** Brings every file of a feed; those that the publisher does not have are left out. */
export async function obtainFeed(
  feed: Feed,
  context: ObtainContext,
): Promise<Result<ObtainedFeed, Failure>> {
  const before = namedByCopies(feed, context.copies);
  const gathered = new Gathered(context.copies);
  for (const file of feed.files) {
    const obtained = await obtainFile(file, context, gathered);
    if (!obtained.ok) return obtained;
    if (feed.isFirstOf && obtained.value !== 'absent') break;
  }
  const asked = new Set(feed.files.map(({ path }) => path));
  for (let step = 0; step < STEPS; step += 1) {
    const named = feed.filesNamedBy?.(gathered.files) ?? [];
    const obtained = await obtainNamed(named, asked, context, gathered);
    if (!obtained.ok) return obtained;
  }
  for (const path of before) if (!asked.has(path)) gathered.drop(path);
  return ok(gathered.done());
}

/** Those of the files that were not asked for before. */
async function obtainNamed(
  named: readonly FeedFile[],
  asked: Set<string>,
  context: ObtainContext,
  gathered: Gathered,
): Promise<Result<void, Failure>> {
  for (const file of named) {
    if (asked.has(file.path)) continue;
    asked.add(file.path);
    const obtained = await obtainFile(file, context, gathered);
    if (!obtained.ok) return obtained;
  }
  return ok(undefined);
}

/** The paths of the copies that a feed's other copies name. */
export function namedByCopies(feed: Feed, copies: LocalCopies): readonly string[] {
  const files = new Map<string, string>();
  const named = new Set<string>();
  const take = (path: string) => {
    const copy = copies.find(path);
    if (copy) files.set(path, copy.path);
  };
  for (const { path } of feed.files) take(path);
  for (let step = 0; step < STEPS; step += 1) {
    for (const { path } of feed.filesNamedBy?.(files) ?? []) {
      named.add(path);
      take(path);
    }
  }
  return [...named];
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

  /** Where everything that was kept or taken lies. */
  get files(): ReadonlyMap<string, string> {
    return this.#files;
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
