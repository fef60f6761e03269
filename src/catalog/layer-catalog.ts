import type { Limits } from '../base/index.ts';
import { type LayerFile, Spool, type SpoolWriter, layerFile } from '../ecosystems/index.ts';
import { type TarEntry, type TarHandler, cleanPath } from '../image/index.ts';
import type { Diagnostic, LayerInventory } from '../model/index.ts';
import { type CatalogedEvidence, evidenceOf } from './evidence.ts';
import { MAGIC_BYTES, executableFormatOf } from './executable-format.ts';
import { LayerEntries } from './layer-entries.ts';
import { LayerFilesWriter } from './layer-files.ts';
import { isReleaseFile } from './release-files.ts';
import { SecretSearch } from './secret-search.ts';
import type { Selectors, Want } from './selectors.ts';

/** What the files of a layer tell; the analyzer adds what the bytes around them do. */
export type CatalogedLayer = Pick<
  LayerInventory,
  'units' | 'releaseFiles' | 'paths' | 'files' | 'secrets' | 'diagnostics' | 'entries'
>;

export interface LayerCatalogOptions {
  readonly selectors: Selectors;
  readonly limits: Pick<Limits, 'fileBytes'>;
  /** `missedLinks` of a walk before this one. */
  readonly links?: MissedLinks;
  /** For files that are too large to hold while they pass. */
  readonly spool?: Spool;
  /** Whether text files are searched for secrets. */
  readonly searchesSecrets?: boolean;
}

/** Paths of hard links by the path of the file that they are. */
export type MissedLinks = ReadonlyMap<string, readonly string[]>;

/** Files taken only for their name: a bound on what an odd layer can make catalogers read. */
const MAX_CANDIDATES = 4096;
const MAX_CANDIDATE_BYTES = 256 * 1024 * 1024;
const MAX_RELEASE_FILES = 64;
/** Larger ones are written to the spool, where no cataloger needs them to the layer's end. */
const SPOOLED_FROM = 1024 * 1024;

/** The entry whose content is passing. */
interface Reading {
  readonly entry: TarEntry;
  wants: readonly Want[];
  /** Those of hard links to it that an earlier walk missed, by their path. */
  readonly links: readonly (readonly [string, readonly Want[]])[];
  readonly isRelease: boolean;
  isMagicAsked: boolean;
  /** Until its first piece is there: whether it may be. */
  isSearched: boolean;
  chunks: Uint8Array[];
  bytes: number;
  /** Where the content goes in place of `chunks`. */
  spooled: SpoolWriter | undefined;
}

/** A file that somebody asked for. */
interface Held {
  readonly wants: readonly Want[];
  /** Let go once no cataloger needs it any more. */
  file: LayerFile | undefined;
  evidence: readonly CatalogedEvidence[];
}

/**
 * Takes one layer's entries in their order, keeps what somebody asked for, and gives it to the
 * catalogers. Of entries with the same path the last counts. Call `settle` between chunks of the
 * layer: it lets the files that were read go.
 */
export class LayerCatalog implements TarHandler {
  readonly #options: LayerCatalogOptions;
  readonly #spool: Spool;
  readonly #lines = new LayerEntries();
  readonly #files = new LayerFilesWriter();
  readonly #secrets: SecretSearch | undefined;
  readonly #held = new Map<string, Held>();
  /** Every folder above a held file: to see when another kind of file takes its place. */
  readonly #heldFolders = new Set<string>();
  #unsettled: Held[] = [];
  /** What of them lies on the spool. */
  #spooled: SpoolWriter[] = [];
  readonly #releaseFiles = new Map<string, string>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #missedLinks = new Map<string, string[]>();
  readonly #foundLinks = new Set<string>();
  #reading: Reading | undefined;
  #entries = 0;
  #candidates = 0;
  #candidateBytes = 0;
  /** Candidates that were too many or too large. */
  #passedOver: { readonly first: string; last: string; count: number } | undefined;

  constructor(options: LayerCatalogOptions) {
    this.#options = options;
    this.#spool = options.spool ?? new Spool();
    if (options.searchesSecrets) this.#secrets = new SecretSearch();
  }

  /** Starts an entry; says whether its content is to be given to `data`. */
  entry(entry: TarEntry): 'take' | 'skip' {
    this.#entries += 1;
    this.#reading = undefined;
    if (!this.#lines.add(entry)) return 'skip';
    this.#replace(entry);
    if (entry.kind === 'hardlink') this.#addHardLink(entry);
    if (entry.kind !== 'file') return 'skip';
    const reading = this.#start(entry);
    if (!this.#isWanted(reading)) return 'skip';
    this.#reading = reading;
    return 'take';
  }

  /** A piece of the present entry's content, which is copied if somebody wants it. */
  data(chunk: Uint8Array): 'skip' | 'copied' {
    const reading = this.#reading;
    if (reading === undefined) return 'skip';
    if (reading.spooled) {
      reading.spooled.push(chunk);
      return 'copied';
    }
    const isFirst = reading.chunks.length === 0;
    if (isFirst) this.#askFirst(reading, chunk);
    if (!this.#isWanted(reading)) return this.#skip();
    if (this.#isForSpool(reading)) this.#startSpool(reading).push(chunk);
    else reading.chunks.push(new Uint8Array(chunk));
    reading.bytes += chunk.length;
    if (!reading.isMagicAsked && reading.bytes >= MAGIC_BYTES) {
      this.#askMagic(reading, Buffer.concat(reading.chunks));
    }
    return this.#isWanted(reading) ? 'copied' : this.#skip();
  }

  /** Ends the present entry. */
  end(): void {
    const reading = this.#reading;
    this.#reading = undefined;
    if (reading === undefined) return;
    if (!reading.isMagicAsked) this.#askMagic(reading, Buffer.concat(reading.chunks));
    if (reading.isRelease) {
      const { path } = reading.entry;
      this.#releaseFiles.set(path, layerFile(path, reading.chunks).text());
    }
    const { entry, wants, links, chunks } = reading;
    if (reading.isSearched) this.#secrets?.search(entry.path, Buffer.concat(chunks));
    const content = reading.spooled?.finish() ?? chunks;
    if (reading.spooled) this.#spooled.push(reading.spooled);
    if (wants.length > 0) this.#hold(this.#fileOf(entry.path, content), wants);
    for (const [path, linkWants] of links) {
      this.#foundLinks.add(path);
      if (linkWants.length > 0) this.#hold(this.#fileOf(path, content), linkWants);
    }
  }

  /** Most files are told to be of no interest from their first bytes, and never copied. */
  #askFirst(reading: Reading, chunk: Uint8Array): void {
    if (chunk.length >= MAGIC_BYTES) this.#askMagic(reading, chunk);
    if (!reading.isSearched) return;
    reading.isSearched = this.#secrets?.accepts(reading.entry.size, chunk) ?? false;
  }

  #fileOf(path: string, content: readonly Uint8Array[] | LayerFile['view']): LayerFile {
    return layerFile(path, content, this.#spool);
  }

  /** Once its magic is known: most executables tell nothing and are not read any further. */
  #isForSpool({ entry, isMagicAsked, wants, links }: Reading): boolean {
    if (entry.size < SPOOLED_FROM || !isMagicAsked) return false;
    return [...wants, ...links.flatMap(([, linkWants]) => linkWants)].every(
      ({ cataloger }) => cataloger.grouping === 'file',
    );
  }

  #startSpool(reading: Reading): SpoolWriter {
    const writer = this.#spool.open(reading.entry.size);
    for (const chunk of reading.chunks) writer.push(chunk);
    reading.spooled = writer;
    reading.chunks = [];
    return writer;
  }

  #skip(): 'skip' {
    this.#reading = undefined;
    return 'skip';
  }

  /** Runs the catalogers that need but one file on those that have ended. */
  async settle(): Promise<void> {
    const unsettled = this.#unsettled;
    this.#unsettled = [];
    const spooled = this.#spooled;
    this.#spooled = [];
    for (const held of unsettled) {
      const { file } = held;
      if (file === undefined) continue;
      const catalogers = held.wants.map((want) => want.cataloger);
      for (const cataloger of catalogers.filter(({ grouping }) => grouping === 'file')) {
        held.evidence = [...held.evidence, await evidenceOf(cataloger, [file])];
      }
      if (catalogers.every(({ grouping }) => grouping === 'file')) held.file = undefined;
    }
    // Only these catalogers read what lies there.
    for (const writer of spooled) writer.release();
  }

  /**
   * Hard links that somebody asks for, whose content had passed before that was known. Walk the
   * layer again with them, or say with `finish` that they were not read.
   */
  get missedLinks(): MissedLinks {
    return this.#missedLinks;
  }

  async finish(): Promise<CatalogedLayer> {
    await this.settle();
    const evidence = [...this.#held.values()].flatMap((held) => held.evidence);
    for (const cataloger of this.#options.selectors.catalogers) {
      if (cataloger.grouping !== 'layer') continue;
      const files = this.#filesFor(cataloger.id);
      if (files.length > 0) evidence.push(await evidenceOf(cataloger, files));
    }
    return {
      paths: this.#lines.finish(),
      files: this.#files.finish(),
      ...(this.#secrets && { secrets: this.#secrets.finish() }),
      entries: this.#entries,
      units: evidence.flatMap(({ units }) => units),
      releaseFiles: Object.fromEntries(this.#releaseFiles),
      diagnostics: [
        ...this.#diagnostics,
        ...evidence.flatMap(({ diagnostics }) => diagnostics),
        ...this.#unreadLinks(),
        ...this.#unreadCandidates(),
        ...this.#files.diagnostics,
      ],
    };
  }

  /** The last entry of a path counts, and what is no folder takes the place of one. */
  #replace({ path, kind }: TarEntry): void {
    // Its content passed with its target, in this second walk.
    if (kind === 'hardlink' && this.#foundLinks.has(path)) return;
    this.#held.delete(path);
    this.#releaseFiles.delete(path);
    if (kind === 'directory' || !this.#heldFolders.has(path)) return;
    for (const held of this.#held.keys()) {
      if (held.startsWith(`${path}/`)) this.#held.delete(held);
    }
  }

  #start(entry: TarEntry): Reading {
    const { path, size } = entry;
    const wants = this.#wantsOf(path, size);
    const links = (this.#options.links?.get(path) ?? [])
      .filter((link) => link !== path)
      .map((link) => [link, this.#wantsOf(link, size)] as const);
    const isRelease = isReleaseFile(path, size) && this.#releaseFiles.size < MAX_RELEASE_FILES;
    const isMagicAsked = size < 4;
    const isSearched = this.#secrets !== undefined;
    const passing = { isMagicAsked, isSearched, chunks: [], bytes: 0, spooled: undefined };
    return { entry, wants, links, isRelease, ...passing };
  }

  #isWanted(reading: Reading): boolean {
    if (reading.isRelease || !reading.isMagicAsked || reading.isSearched) return true;
    return reading.wants.length > 0 || reading.links.some(([, wants]) => wants.length > 0);
  }

  #wantsOf(path: string, size: number): readonly Want[] {
    const wants = this.#options.selectors.wantsOf(path);
    return wants.length === 0 ? wants : this.#affordable(wants, path, size);
  }

  #askMagic(reading: Reading, content: Uint8Array): void {
    if (reading.isMagicAsked) return;
    reading.isMagicAsked = true;
    const { path, size } = reading.entry;
    const format = executableFormatOf(content);
    this.#files.add(path, size, format);
    if (format === undefined) return;
    const byMagic = this.#options.selectors.wantsByFormat(format);
    const known = reading.wants;
    const wants = byMagic.filter(
      ({ cataloger }) => !known.some((want) => want.cataloger === cataloger),
    );
    reading.wants = [...known, ...this.#affordable(wants, path, size)];
  }

  /** Leaves out what is too large or too many, and says so. */
  #affordable(wants: readonly Want[], path: string, size: number): Want[] {
    return wants.filter(({ cataloger, maxBytes = this.#options.limits.fileBytes, isCandidate }) => {
      if (isCandidate) return this.#takeCandidate(path, size, maxBytes);
      if (size <= maxBytes) return true;
      this.#diagnostics.push({
        code: 'catalog.file-too-large',
        severity: 'warning',
        message: `${cataloger.id} reads files of at most ${maxBytes} bytes; this one has ${size} and was not read`,
        path,
      });
      return false;
    });
  }

  /** Whether a candidate is within what a layer may make catalogers read. */
  #takeCandidate(path: string, size: number, maxBytes: number): boolean {
    const isTaken =
      size <= maxBytes &&
      this.#candidates < MAX_CANDIDATES &&
      this.#candidateBytes + size <= MAX_CANDIDATE_BYTES;
    if (isTaken) {
      this.#candidates += 1;
      this.#candidateBytes += size;
    } else {
      this.#passedOver ??= { first: path, last: '', count: 0 };
      // Several catalogers may ask for one file.
      if (this.#passedOver.last !== path) this.#passedOver.count += 1;
      this.#passedOver.last = path;
    }
    return isTaken;
  }

  #hold(file: LayerFile, wants: readonly Want[]): void {
    const held: Held = { wants, file, evidence: [] };
    this.#held.set(file.path, held);
    this.#unsettled.push(held);
    for (let end = file.path.lastIndexOf('/'); end > 0;) {
      const folder = file.path.slice(0, end);
      if (this.#heldFolders.has(folder)) break;
      this.#heldFolders.add(folder);
      end = folder.lastIndexOf('/');
    }
  }

  /** Content that is still held is shared; other content must pass again. */
  #addHardLink({ path, linkName }: TarEntry): void {
    const target = cleanPath(linkName);
    if (this.#options.links) return;
    const wants = this.#options.selectors.wantsOf(path).filter(({ isCandidate }) => !isCandidate);
    if (wants.length === 0) return;
    const held = this.#held.get(target);
    const isHeldToTheEnd = held?.wants.some(({ cataloger }) => cataloger.grouping === 'layer');
    if (held?.file !== undefined && isHeldToTheEnd) {
      this.#hold(this.#fileOf(path, held.file.view), this.#affordable(wants, path, held.file.size));
      return;
    }
    const links = this.#missedLinks.get(target);
    if (links) links.push(path);
    else this.#missedLinks.set(target, [path]);
  }

  #filesFor(cataloger: string): LayerFile[] {
    return [...this.#held]
      .filter(([, { wants }]) => wants.some((want) => want.cataloger.id === cataloger))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, { file }]) => file ?? []);
  }

  #unreadLinks(): Diagnostic[] {
    const missed = this.#options.links ?? this.#missedLinks;
    return [...missed].flatMap(([target, links]) =>
      links
        .filter((path) => !this.#foundLinks.has(path))
        .map((path) => ({
          code: 'catalog.hard-link-unread',
          severity: 'warning',
          message: `a hard link to ${target}, whose content is not in this layer or had passed already; it was not read`,
          path,
        })),
    );
  }

  /** None is missed unless a link leads to one. */
  #unreadCandidates(): Diagnostic[] {
    if (this.#passedOver === undefined) return [];
    const { first, count } = this.#passedOver;
    return [
      {
        code: 'catalog.candidates-unread',
        severity: 'warning',
        message: `${count} files with the names of package databases lie elsewhere and were not read: each is too large, or beyond the ${MAX_CANDIDATES} files and ${MAX_CANDIDATE_BYTES} bytes of such that are read of a layer. Packages are missing if links lead to them; the first is /${first}`,
      },
    ];
  }
}
