import { secretsIn } from '../base/index.ts';
import type { LayerSecrets, SecretPlace } from '../model/index.ts';

/** Larger ones are data; keys and settings are small. Less than what is put aside while it passes. */
const MAX_FILE = 1024 * 1024 - 1;
/** The shortest secret that is known. */
const MIN_FILE = 16;
/** Of one layer: some seconds. The largest known image has a third of it in text. */
const MAX_BYTES = 2 ** 30;
/** Named one by one. */
const MAX_OF_A_FILE = 20;
const MAX_LISTED = 1_000;
/** Text has no NUL this far. */
const TOLD_BY = 1024;

/** What is there for people who read, or for tests, and never let anybody in. */
const EXAMPLES =
  /(?:^|\/)(?:tests?|__tests__|testdata|testing|test-data|fixtures?|specs?|examples?|samples?|mocks?|docs?|man)\/|\.(?:md|markdown|rst|adoc)$/i;

/** Searches the text files of one layer for what has the form of a secret. */
export class SecretSearch {
  readonly #places: SecretPlace[] = [];
  #count = 0;
  #inExamples = 0;
  #files = 0;
  #bytes = 0;
  #unsearched = 0;

  /** Whether to search a file, by its size and the first piece of it. */
  accepts(size: number, first: Uint8Array): boolean {
    if (size < MIN_FILE || !isText(first)) return false;
    if (size <= MAX_FILE && this.#bytes + size <= MAX_BYTES) return true;
    this.#unsearched += 1;
    return false;
  }

  search(path: string, content: Buffer): void {
    if (!isText(content)) return;
    this.#files += 1;
    this.#bytes += content.length;
    const text = content.toString('latin1');
    const found = secretsIn(text, MAX_OF_A_FILE);
    if (EXAMPLES.test(path)) {
      this.#inExamples += found.length;
      return;
    }
    for (const { rule, at, begins } of found) {
      this.#count += 1;
      if (this.#places.length >= MAX_LISTED) continue;
      this.#places.push({ rule, path, line: lineOf(text, at), begins });
    }
  }

  finish(): LayerSecrets {
    return {
      places: this.#places,
      count: this.#count,
      inExamples: this.#inExamples,
      files: this.#files,
      bytes: this.#bytes,
      unsearched: this.#unsearched,
    };
  }
}

function isText(content: Uint8Array): boolean {
  return !content.subarray(0, TOLD_BY).includes(0);
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
    line += 1;
  }
  return line;
}
