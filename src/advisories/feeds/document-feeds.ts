import { ok } from '../../base/index.ts';
import { parseAlpineSecdb } from '../sources/alpine-secdb.ts';
import { parseChainguardSecdb } from '../sources/chainguard-secdb.ts';
import { parseDebianTracker } from '../sources/debian-tracker.ts';
import { END_OF_LIFE_PRODUCTS, parseEndOfLife } from '../sources/endoflife.ts';
import { parseEpss } from '../sources/epss.ts';
import { parseKev } from '../sources/kev.ts';
import { parseNodejsCore } from '../sources/nodejs-core.ts';
import { parsePhoton } from '../sources/photon.ts';
import { parseWolfiSecdb } from '../sources/wolfi-secdb.ts';
import { addAll, readEach } from './documents.ts';
import type { Feed } from './feed.ts';
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

export function chainguardFeed(): Feed {
  const file = {
    path: 'chainguard/security.json',
    url: 'https://packages.cgr.dev/chainguard/security.json',
    maxBytes: 256 * MIB,
  };
  return {
    name: 'chainguard-secdb',
    source: 'chainguard-secdb',
    files: [file],
    read: (context) =>
      readEach([file], context, (bytes, path) =>
        addAll(parseChainguardSecdb(bytes, path), context),
      ),
  };
}

/** One release of Photon: `5.0`. */
export function photonFeed(release: string): Feed {
  const name = `photon_cve_metadata/cve_data_photon${release}.json`;
  const file = {
    path: `photon/${name}`,
    url: `https://packages.broadcom.com/photon/${name}`,
    maxBytes: 256 * MIB,
  };
  return {
    name: `photon/${release}`,
    source: 'photon',
    files: [file],
    read: (context) =>
      readEach([file], context, (bytes, path) =>
        addAll(parsePhoton(bytes, release, path), context),
      ),
  };
}

export function nodejsFeed(): Feed {
  const file = {
    path: 'nodejs-core/index.json',
    url: 'https://raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/index.json',
    maxBytes: 64 * MIB,
  };
  return {
    name: 'nodejs-core',
    source: 'nodejs-core',
    files: [file],
    read: (context) =>
      readEach([file], context, (bytes, path) => addAll(parseNodejsCore(bytes, path), context)),
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
