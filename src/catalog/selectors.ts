import type { FilePattern, PackageCataloger } from '../ecosystems/index.ts';
import type { ExecutableFormat } from '../model/index.ts';

/** A cataloger that asks for a file, and how much of it at most it reads. */
export interface Want {
  readonly cataloger: PackageCataloger;
  /** Absent: `Limits.fileBytes`. */
  readonly maxBytes?: number;
  /**
   * The file only has the name of one that is asked for by its whole path, or lies in a folder of
   * the name of one that is asked for: it counts if symbolic links of the image lead from there to
   * it, which the squash decides.
   */
  readonly isCandidate: boolean;
}

/** The patterns of all catalogers as one look-up: a path costs a few map look-ups. */
export interface Selectors {
  readonly catalogers: readonly PackageCataloger[];
  /** Who asks for a file by its path. */
  wantsOf(path: string): readonly Want[];
  /** Who asks for executables of a format. */
  wantsByFormat(format: ExecutableFormat): readonly Want[];
}

type Index = Map<string, Rule[]>;

interface Rule {
  readonly want: Want;
  /** What is left to check once the index has led here. */
  readonly accepts?: (path: string) => boolean;
}

/** Rules of all paths that begin, or end, with the text. */
interface Affix {
  readonly text: string;
  readonly rules: Rule[];
}

interface Indexes {
  readonly paths: Index;
  readonly basenames: Index;
  /** By `endOf`. */
  readonly suffixes: Map<number, Affix[]>;
  /** Beginnings of names, by `startOf`. */
  readonly prefixes: Map<number, Affix[]>;
  /** By `startOf`, each ending in a slash. */
  readonly folders: Map<number, Affix[]>;
  /** By the name of the folder that a file lies in. */
  readonly parents: Index;
  readonly magics: Index;
}

const NONE: readonly Want[] = [];
const NO_AFFIXES: readonly Affix[] = [];

export function compileSelectors(catalogers: readonly PackageCataloger[]): Selectors {
  const indexes: Indexes = {
    paths: new Map(),
    basenames: new Map(),
    suffixes: new Map(),
    prefixes: new Map(),
    folders: new Map(),
    parents: new Map(),
    magics: new Map(),
  };
  for (const cataloger of catalogers) {
    for (const pattern of cataloger.reads) addPattern(indexes, cataloger, pattern);
  }
  return {
    catalogers,
    wantsOf: (path) => wantsOf(path, indexes),
    wantsByFormat: (format) => collect('', indexes.magics.get(format)) ?? NONE,
  };
}

function addPattern(indexes: Indexes, cataloger: PackageCataloger, pattern: FilePattern): void {
  const limit = pattern.maxBytes === undefined ? {} : { maxBytes: pattern.maxBytes };
  const want: Want = { cataloger, isCandidate: false, ...limit };
  if ('path' in pattern) {
    add(indexes.paths, pattern.path, { want });
    const accepts = (path: string) => path !== pattern.path;
    add(indexes.basenames, basenameOf(pattern.path), {
      want: { ...want, isCandidate: true },
      accepts,
    });
  } else if ('under' in pattern) {
    const { suffix = '' } = pattern;
    const folder = pattern.under.endsWith('/') ? pattern.under : `${pattern.under}/`;
    addAffix(indexes.folders, startOf(folder), folder, {
      want,
      accepts: (path) => path.endsWith(suffix),
    });
    add(indexes.parents, parentOf(folder), {
      want: { ...want, isCandidate: true },
      accepts: (path) => path.endsWith(suffix) && !path.startsWith(folder),
    });
  } else if ('basename' in pattern) {
    const { folder } = pattern;
    const rule = folder === undefined ? { want } : { want, accepts: isInFolder(folder) };
    add(indexes.basenames, pattern.basename, rule);
  } else if ('prefix' in pattern) {
    const { prefix, rest } = pattern;
    const accepts = (path: string) => rest.test(basenameOf(path).slice(prefix.length));
    addAffix(indexes.prefixes, startOf(prefix), prefix, { want, accepts });
  } else if ('suffix' in pattern) {
    const { within } = pattern;
    const rule = within === undefined ? { want } : { want, accepts: isWithin(within) };
    addAffix(indexes.suffixes, endOf(pattern.suffix), pattern.suffix, rule);
  } else {
    add(indexes.magics, pattern.magic, { want });
  }
}

function add(index: Index, key: string, rule: Rule): void {
  const rules = index.get(key);
  if (rules) rules.push(rule);
  else index.set(key, [rule]);
}

function addAffix(index: Map<number, Affix[]>, key: number, text: string, rule: Rule): void {
  const affixes = index.get(key) ?? [];
  index.set(key, affixes);
  const known = affixes.find((affix) => affix.text === text);
  if (known) known.rules.push(rule);
  else affixes.push({ text, rules: [rule] });
}

/** Asked for every file of every layer: no text is cut out of the path but its two last names. */
function wantsOf(path: string, indexes: Indexes): readonly Want[] {
  const slash = path.lastIndexOf('/');
  let wants = collect(path, indexes.paths.get(path));
  wants = collect(path, indexes.basenames.get(path.slice(slash + 1)), wants);
  wants = collectBegun(path, slash + 1, indexes.prefixes, wants);
  for (const { text, rules } of indexes.suffixes.get(endOf(path)) ?? NO_AFFIXES) {
    const isInName = path.length - text.length > slash;
    if (isInName && path.endsWith(text)) wants = collect(path, rules, wants);
  }
  wants = collectBegun(path, 0, indexes.folders, wants);
  return collect(path, indexes.parents.get(parentOf(path)), wants) ?? NONE;
}

/** Those of the texts that stand in the path from an index on; of a folder, the path goes on. */
function collectBegun(
  path: string,
  from: number,
  affixes: Indexes['prefixes'],
  wants: readonly Want[] | undefined,
): readonly Want[] | undefined {
  let all = wants;
  for (const { text, rules } of affixes.get(startOf(path, from)) ?? NO_AFFIXES) {
    if (path.startsWith(text, from)) all = collect(path, rules, all);
  }
  return all;
}

/** The last character; -1 of no text. */
function endOf(text: string): number {
  return text === '' ? -1 : text.charCodeAt(text.length - 1);
}

/** The first two characters from an index on as one number; -1 of less. */
function startOf(text: string, from = 0): number {
  return text.length < from + 2 ? -1 : text.charCodeAt(from) * 0x10000 + text.charCodeAt(from + 1);
}

/** One want a cataloger: the widest of those that its patterns give. */
function collect(
  path: string,
  rules: readonly Rule[] | undefined,
  wants?: readonly Want[],
): readonly Want[] | undefined {
  if (rules === undefined) return wants;
  let all = wants;
  for (const { want, accepts } of rules) {
    if (accepts && !accepts(path)) continue;
    const known = all?.find((other) => other.cataloger === want.cataloger);
    if (!known) all = [...(all ?? []), want];
    else all = all?.with(all.indexOf(known), wider(known, want));
  }
  return all;
}

function wider(a: Want, b: Want): Want {
  const isCandidate = a.isCandidate && b.isCandidate;
  const maxBytes = Math.max(a.maxBytes ?? 0, b.maxBytes ?? 0);
  return { cataloger: a.cataloger, isCandidate, ...(maxBytes > 0 ? { maxBytes } : {}) };
}

function isInFolder(suffix: string): (path: string) => boolean {
  return (path) => {
    const end = path.lastIndexOf('/');
    if (end < 0) return false;
    return path.slice(path.lastIndexOf('/', end - 1) + 1, end).endsWith(suffix);
  };
}

function isWithin(folder: string): (path: string) => boolean {
  const start = `${folder}/`;
  const inner = `/${folder}/`;
  return (path) => path.startsWith(start) || path.includes(inner);
}

/** `b` of `a/b/c`; '' of what lies in the root. */
function parentOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

function basenameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
