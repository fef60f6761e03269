import type { AdvisoryEntry, AdvisoryHead, Affected, SeverityRating } from '../../model/index.ts';
import { readAffected, skipAffected, writeAffected } from './affected-codec.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { idPrefixOf, namesText, readHead, writeHead } from './head-codec.ts';
import { Interner, RatingTable, readRatings } from './interner.ts';
import { byCodeUnits } from './order.ts';
import { RecordList, writeRecords } from './record-list.ts';
import { StringTable, writeStrings } from './string-table.ts';

/** What all entries of a shard have in common. */
export interface ShardScope {
  /** The purl type. */
  readonly ecosystem: string;
  readonly namespace: string;
  /** The feed's source: `osv`. */
  readonly source: string;
}

/** That an advisory speaks of a package. */
export interface Mention {
  /** Its place in `heads`. */
  readonly head: number;
  /** The vendor's own rating for the package. */
  readonly rating: SeverityRating | undefined;
}

/** Goes up when the layout changes: a shard of another one is not read. */
const FORMAT = 1;

/**
 * Packs entries for matching: names, ids, versions and vectors in sorted tables, each head once, and
 * of each entry the numbers that point there. `entries`: of each package name.
 */
export function writeMatchShard(
  scope: ShardScope,
  entries: ReadonlyMap<string, readonly AdvisoryEntry[]>,
): Buffer {
  const names = [...entries.keys()].toSorted(byCodeUnits);
  const heads = [...new Set([...entries.values()].flat().map(({ advisory }) => advisory))].toSorted(
    (a, b) => byCodeUnits(a.id, b.id),
  );
  const prefix = idPrefixOf(heads);
  const texts = new Interner();
  const ratings = new RatingTable();
  // Twice the same walk: the first finds the texts, the second writes their places in the sorted table.
  const write = (): readonly [Buffer, Buffer] => {
    const numbers = new Map(heads.map((head, index) => [head, index]));
    const headRecords = heads.map((head) => writeHead(head, prefix, texts, ratings));
    const packages = names.map((name) => {
      const writer = new ByteWriter();
      const own = entries.get(name) ?? [];
      writer.number(own.length);
      for (const { advisory, affected } of own) {
        writer.number(numbers.get(advisory) ?? 0);
        writeAffected(writer, affected, texts, ratings);
      }
      return writer.take();
    });
    return [writeRecords(headRecords), writeRecords(packages)];
  };
  write();
  ratings.write(texts);
  texts.sort();
  const [headBytes, packageBytes] = write();
  const ratingBytes = ratings.write(texts);
  const writer = new ByteWriter();
  writer.byte(FORMAT);
  const header = [scope.ecosystem, scope.namespace, scope.source, prefix];
  writer.raw(writeRecords(header.map((text) => Buffer.from(text))));
  writer.raw(writeStrings(texts.sorted));
  writer.raw(ratingBytes);
  writer.raw(writeStrings(names));
  writer.raw(headBytes);
  writer.raw(packageBytes);
  return writer.take();
}

/** A shard read in place. Throws a RangeError of bytes that writeMatchShard did not make. */
export class MatchShard {
  readonly byteLength: number;
  readonly #scope: ShardScope;
  readonly #prefix: string;
  readonly #texts: StringTable;
  readonly #ratings: readonly SeverityRating[];
  readonly #names: StringTable;
  readonly #heads: RecordList;
  readonly #packages: RecordList;

  constructor(bytes: Buffer) {
    const reader = new ByteReader(bytes);
    if (reader.byte() !== FORMAT) throw new RangeError('a shard has another format');
    const header = new RecordList(reader);
    const [ecosystem, namespace, source, prefix] = [0, 1, 2, 3].map((index) =>
      header.bytesAt(index).toString('utf8'),
    );
    if (!ecosystem || !namespace || !source || prefix === undefined) {
      throw new RangeError('a shard has no header');
    }
    this.byteLength = bytes.length;
    this.#scope = { ecosystem, namespace, source };
    this.#prefix = prefix;
    this.#texts = new StringTable(reader);
    this.#ratings = readRatings(reader, this.#texts);
    this.#names = new StringTable(reader);
    this.#heads = new RecordList(reader);
    this.#packages = new RecordList(reader);
  }

  entriesOf(name: string): readonly AdvisoryEntry[] {
    const index = this.#names.indexOf(name);
    return index < 0 ? [] : this.#read(index, name);
  }

  /** Of the packages in it. */
  get scope(): ShardScope {
    return this.#scope;
  }

  /** Every advisory, each once. */
  *heads(): Generator<AdvisoryHead> {
    for (let index = 0; index < this.#heads.count; index += 1) yield this.#headAt(index);
  }

  /** Every package, with what speaks of it. */
  *packages(): Generator<readonly [name: string, mentions: readonly Mention[]]> {
    for (let index = 0; index < this.#packages.count; index += 1) {
      const reader = this.#packages.at(index);
      const mentions: Mention[] = [];
      for (let count = reader.count(); count > 0; count -= 1) {
        const head = reader.number();
        mentions.push({ head, rating: this.#ratings[skipAffected(reader)] });
      }
      yield [this.#names.at(index), mentions];
    }
  }

  /** Entries of every advisory that is, or names as alias or upstream, one of the ids. */
  entriesAbout(...ids: readonly string[]): readonly AdvisoryEntry[] {
    const heads = this.#headsAbout(ids);
    if (heads.size === 0) return [];
    const found: AdvisoryEntry[] = [];
    for (let index = 0; index < this.#packages.count; index += 1) {
      const reader = this.#packages.at(index);
      for (let count = reader.count(); count > 0; count -= 1) {
        const advisory = heads.get(reader.number());
        if (advisory === undefined) skipAffected(reader);
        else found.push({ advisory, affected: this.#affected(reader, this.#names.at(index)) });
      }
    }
    return found;
  }

  /** By their numbers, without decoding the others: nearly all of a shard is about other ids. */
  #headsAbout(ids: readonly string[]): ReadonlyMap<number, AdvisoryHead> {
    const texts = ids
      .flatMap((id) => [id, `${this.#prefix}${id}`])
      .map((text) => this.#texts.indexOf(text));
    const places = new Set(texts.filter((place) => place >= 0));
    const heads = new Map<number, AdvisoryHead>();
    if (places.size === 0) return heads;
    for (let index = 0; index < this.#heads.count; index += 1) {
      if (!namesText(this.#heads.at(index), places)) continue;
      const head = this.#headAt(index);
      if (ids.some((id) => speaksOf(head, id))) heads.set(index, head);
    }
    return heads;
  }

  #read(index: number, name: string): readonly AdvisoryEntry[] {
    const reader = this.#packages.at(index);
    const entries: AdvisoryEntry[] = [];
    for (let count = reader.count(); count > 0; count -= 1) {
      const advisory = this.#headAt(reader.number());
      entries.push({ advisory, affected: this.#affected(reader, name) });
    }
    return entries;
  }

  #affected(reader: ByteReader, name: string): Affected {
    return readAffected(reader, name, {
      scope: this.#scope,
      texts: this.#texts,
      ratings: this.#ratings,
    });
  }

  #headAt(index: number): AdvisoryHead {
    return readHead(this.#heads.at(index), {
      source: this.#scope.source,
      prefix: this.#prefix,
      texts: this.#texts,
      ratings: this.#ratings,
    });
  }
}

function speaksOf(advisory: AdvisoryHead, id: string): boolean {
  return advisory.id === id || advisory.aliases.includes(id) || advisory.upstream.includes(id);
}
