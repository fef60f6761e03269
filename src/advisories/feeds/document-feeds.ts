import { readFileSync } from 'node:fs';
import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { parseAlpineSecdb } from '../sources/alpine-secdb.ts';
import { parseDebianTracker } from '../sources/debian-tracker.ts';
import { END_OF_LIFE_PRODUCTS, parseEndOfLife } from '../sources/endoflife.ts';
import { parseEpss } from '../sources/epss.ts';
import { parseKev } from '../sources/kev.ts';
import type { ParsedFeed } from '../sources/parsed-feed.ts';
import { parseWolfiSecdb } from '../sources/wolfi-secdb.ts';
import type { Feed, ReadContext } from './feed.ts';
import type { FeedFile } from './transport.ts';

const MIB = 1024 * 1024;

/** Both repositories of one Alpine release. */
export function alpineFeed(release: string): Feed {
  const files = ['main', 'community'].map((repository) => ({
    path: `alpine-secdb/${release}/${repository}.json`,
    url: `https://secdb.alpinelinux.org/${encodeURIComponent(release)}/${repository}.json`,
    maxBytes: 64 * MIB,
  }));
  return {
    name: `alpine-secdb/${release}`,
    source: 'alpine-secdb',
    files,
    read: (context) =>
      readEach(files, context, (bytes, path) =>
        addAll(parseAlpineSecdb(bytes, release, path), context),
      ),
  };
}

export function wolfiFeed(): Feed {
  const file = {
    path: 'wolfi/os/security.json',
    url: 'https://packages.wolfi.dev/os/security.json',
    maxBytes: 256 * MIB,
  };
  return {
    name: 'wolfi-secdb',
    source: 'wolfi-secdb',
    files: [file],
    read: (context) =>
      readEach([file], context, (bytes, path) => addAll(parseWolfiSecdb(bytes, path), context)),
  };
}

export function debianFeed(): Feed {
  const file = {
    path: 'debian-security-tracker/tracker/data/json',
    url: 'https://security-tracker.debian.org/tracker/data/json',
    maxBytes: 400 * MIB,
  };
  return {
    name: 'debian-tracker',
    source: 'debian-tracker',
    files: [file],
    read: (context) =>
      readEach([file], context, (bytes, path) => addAll(parseDebianTracker(bytes, path), context)),
  };
}

export function kevFeed(): Feed {
  const file = {
    path: 'kev/known_exploited_vulnerabilities.json',
    url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
    maxBytes: 64 * MIB,
  };
  return {
    name: 'kev',
    source: 'kev',
    files: [file],
    read: (context) =>
      readEach([file], context, (bytes, path) => {
        const parsed = parseKev(bytes, path);
        if (!parsed.ok) return parsed;
        for (const [id, entry] of parsed.value.entries) context.writer.addContext(id, entry);
        context.writer.dated(parsed.value.releasedAt);
        context.writer.skip(parsed.value.skipped);
        return ok(undefined);
      }),
  };
}

export function epssFeed(): Feed {
  const file = {
    path: 'epss/epss_scores-current.csv.gz',
    url: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
    maxBytes: 64 * MIB,
  };
  return {
    name: 'epss',
    source: 'epss',
    files: [file],
    read: (context) =>
      readEach([file], context, (bytes, path) => {
        const parsed = parseEpss(bytes, path);
        if (!parsed.ok) return parsed;
        for (const [id, score] of parsed.value.scores) context.writer.addContext(id, score);
        context.writer.dated(parsed.value.scoredAt);
        context.writer.skip(parsed.value.skipped);
        return ok(undefined);
      }),
  };
}

export function endOfLifeFeed(): Feed {
  const products = [...END_OF_LIFE_PRODUCTS.keys()];
  return {
    name: 'endoflife',
    source: 'endoflife',
    files: products.map(endOfLifeFile),
    read: async (context) => {
      const there = products.filter((product) => context.files.has(endOfLifeFile(product).path));
      for (const product of there) {
        const read = await readEach([endOfLifeFile(product)], context, (bytes, path) => {
          const parsed = parseEndOfLife(bytes, product, path);
          if (!parsed.ok) return parsed;
          for (const end of parsed.value) context.writer.addEndOfLife(end);
          return ok(undefined);
        });
        if (!read.ok) return read;
      }
      return ok(undefined);
    },
  };
}

function endOfLifeFile(product: string): FeedFile {
  return {
    path: `endoflife/api/${product}.json`,
    url: `https://endoflife.date/api/${product}.json`,
    maxBytes: MIB,
  };
}

/** Reads those of the files that are there; none is a failure. */
function readEach(
  files: readonly FeedFile[],
  context: ReadContext,
  read: (bytes: Buffer, path: string) => Result<void, Failure>,
): Promise<Result<void, Failure>> {
  const there = files.filter(({ path }) => context.files.has(path));
  if (there.length === 0) {
    const paths = files.map(({ path }) => path).join(', ');
    return Promise.resolve(err(failure('advisory.feed.absent', `there is no ${paths}`)));
  }
  for (const { path } of there) {
    const result = read(readFileSync(context.files.get(path) ?? ''), path);
    if (!result.ok) return Promise.resolve(result);
    context.progress(context.writer.records);
  }
  return Promise.resolve(ok(undefined));
}

function addAll(
  parsed: Result<ParsedFeed, Failure>,
  { writer }: ReadContext,
): Result<void, Failure> {
  if (!parsed.ok) return parsed;
  for (const advisory of parsed.value.advisories) writer.add(advisory);
  writer.skip(parsed.value.skipped);
  return ok(undefined);
}
