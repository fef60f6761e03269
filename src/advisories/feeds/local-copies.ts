import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, parseJson, textAt } from '../json.ts';
import { writeFileAtomically } from '../snapshot/store.ts';
import type { Fingerprint } from './transport.ts';

/** A file of a feed as last accepted. */
interface Copy {
  readonly fingerprint: Fingerprint;
  /** Where it lies: our copy, or the file in a mirror folder. */
  readonly path: string;
}

/**
 * The files of feeds as they were last accepted, below `feeds/` of the data folder, each with its
 * fingerprint. A new one takes the place of an old one only after it was read and found good.
 */
export class LocalCopies {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'feeds');
  }

  /** Where a download goes before it is accepted. */
  asideOf(path: string): string {
    const aside = join(this.#folder, 'incoming', path.replaceAll('/', '~'));
    mkdirSync(dirname(aside), { recursive: true });
    return aside;
  }

  /** The accepted copy; `undefined`: none, or it was removed. */
  find(path: string): Copy | undefined {
    const note = this.#noteOf(path);
    const value = existsSync(note) ? parseJson(readFileSync(note)) : undefined;
    if (!isObject(value)) return undefined;
    const copy = { fingerprint: textAt(value, 'fingerprint'), path: textAt(value, 'path') };
    return copy.path !== '' && existsSync(copy.path) ? copy : undefined;
  }

  /** Takes a file over. `isAside`: it is moved; else it stays where it is. */
  accept(path: string, source: string, isAside: boolean, fingerprint: Fingerprint): void {
    const own = join(this.#folder, path);
    // The note goes first: without one, or with the old file, the next update fetches anew.
    rmSync(this.#noteOf(path), { force: true });
    if (isAside) {
      mkdirSync(dirname(own), { recursive: true });
      renameSync(source, own);
    }
    const note = { fingerprint, path: isAside ? own : source };
    writeFileAtomically(this.#noteOf(path), Buffer.from(JSON.stringify(note)));
  }

  /** Of a copy of ours; one in a mirror folder is the mirror's. */
  ownBytes(path: string): number {
    const own = statSync(join(this.#folder, path), { throwIfNoEntry: false });
    return own?.isFile() === true ? own.size : 0;
  }

  remove(path: string): void {
    rmSync(this.#noteOf(path), { force: true });
    rmSync(join(this.#folder, path), { force: true });
  }

  #noteOf(path: string): string {
    return join(this.#folder, `${path}.accepted.json`);
  }
}
