import type { Item } from '../../model/index.ts';
import { NumberBits } from './number-bits.ts';
import { PostingLists } from './posting-lists.ts';

/** Names of packages that something else is said of, by advisory namespace; of one it may be `all`. */
export type ChangedPackages = ReadonlyMap<string, 'all' | Iterable<string>>;

/**
 * From packages to the sets that have them, in memory: package -> items -> item sets. By the family of
 * advisory namespaces, of `Debian:12` and of `Ubuntu:Pro:22.04` the part before the colon: matching also looks
 * into namespaces that an item does not list, of its own family. To match a set in vain costs little, not to
 * match one that changed would be wrong.
 */
export class ItemIndex {
  readonly #lists = new PostingLists();
  /** By family, and within by name; a family's own list is of all its sets. */
  readonly #families = new Map<string, Family>();
  readonly #known = new NumberBits();
  /** The numbers of sets by their places in the lists: sets come in any order. */
  #sets = new Uint32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Of the lists, in memory; names come to it. */
  get bytes(): number {
    return this.#lists.bytes + this.#sets.byteLength;
  }

  has(set: number): boolean {
    return this.#known.has(set);
  }

  /** A set that is not known yet, by its number in the database. */
  add(set: number, items: Iterable<NamedItem>): void {
    if (this.#known.has(set)) return;
    this.#known.add(set);
    const place = this.#newPlace(set);
    for (const item of items) {
      this.#addNames(item, place);
      if (item.ownedBy) this.#addNames(item.ownedBy, place);
    }
  }

  /** Numbers of the sets that have one of the packages. */
  setsWith(changed: ChangedPackages): NumberBits {
    const places = new NumberBits(this.#size);
    for (const [namespace, names] of changed) {
      const family = this.#families.get(familyOf(namespace));
      if (!family) continue;
      if (names === 'all') this.#lists.mark(family.all, places.words);
      else {
        for (const name of names) {
          const list = family.names.get(name);
          if (list !== undefined) this.#lists.mark(list, places.words);
        }
      }
    }
    return this.#numbersAt(places);
  }

  #numbersAt(places: NumberBits): NumberBits {
    const sets = new NumberBits();
    for (let place = 0; place < this.#size; place += 1) {
      if (places.has(place)) sets.add(this.#sets[place] ?? 0);
    }
    return sets;
  }

  #addNames({ namespace, channels = [], keys }: Named, place: number): void {
    for (const name of channels.length === 0
      ? [familyOf(namespace)]
      : familiesOf(namespace, channels)) {
      const family = this.#family(name);
      this.#lists.add(family.all, place);
      for (const key of keys) {
        let list = family.names.get(key.name);
        if (list === undefined) {
          list = this.#lists.begin();
          family.names.set(key.name, list);
        }
        this.#lists.add(list, place);
      }
    }
  }

  #family(name: string): Family {
    const known = this.#families.get(name);
    if (known) return known;
    const family = { all: this.#lists.begin(), names: new Map<string, number>() };
    this.#families.set(name, family);
    return family;
  }

  #newPlace(set: number): number {
    if (this.#size === this.#sets.length) {
      const sets = new Uint32Array(this.#sets.length * 2);
      sets.set(this.#sets);
      this.#sets = sets;
    }
    this.#sets[this.#size] = set;
    this.#size += 1;
    return this.#size - 1;
  }
}

interface Family {
  readonly all: number;
  readonly names: Map<string, number>;
}

type Named = Pick<Item, 'namespace' | 'keys'> & Partial<Pick<Item, 'channels'>>;

/** What of an item says where advisories of it are. */
export type NamedItem = Named & Pick<Item, 'ownedBy'>;

function familiesOf(namespace: string, channels: readonly string[]): Iterable<string> {
  return new Set([namespace, ...channels].map(familyOf));
}

function familyOf(namespace: string): string {
  const colon = namespace.indexOf(':');
  return colon < 0 ? namespace : namespace.slice(0, colon);
}
