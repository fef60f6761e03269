/** A requirement pinned to one version: `name==1.0`. */
export interface PinnedRequirement {
  readonly name: string;
  readonly version: string;
}

export interface RequirementLines {
  readonly pinned: readonly PinnedRequirement[];
  /** Requirements that name a range, an address or nothing: how many were left out. */
  readonly unpinned: number;
  /** Files named by `-r` and `-c`, as written. */
  readonly includes: readonly string[];
}

/**
 * Reads pip's requirements format: only `==` and `===` name a version. Environment markers, hashes
 * and other options behind a requirement are passed over. Linear in the text.
 *
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(text: string): RequirementLines {
  const pinned: PinnedRequirement[] = [];
  const includes: string[] = [];
  let unpinned = 0;
  for (const line of logicalLines(text)) {
    const include = /^(?:-[rc]|--(?:requirement|constraint)[ =])\s*(\S+)/.exec(line)?.[1];
    if (include !== undefined) includes.push(include);
    if (line.startsWith('-')) continue;
    const found = pinnedOn(line);
    if (found) pinned.push(found);
    else unpinned++;
  }
  return { pinned, unpinned, includes };
}

/** Joined where a backslash ends them, without comments and blank ones. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let parts: string[] = [];
  for (const written of text.split('\n')) {
    const line = written.trimEnd();
    if (line.endsWith('\\') && !line.trimStart().startsWith('#')) {
      parts.push(line.slice(0, -1));
      continue;
    }
    parts.push(line);
    const whole = withoutComment(parts.join(' ')).trim();
    parts = [];
    if (whole !== '') lines.push(whole);
  }
  const rest = withoutComment(parts.join(' ')).trim();
  return rest === '' ? lines : [...lines, rest];
}

function withoutComment(line: string): string {
  const comment = line.search(/(?:^|\s)#/);
  return comment === -1 ? line : line.slice(0, comment);
}

/** `name[extra] == 1.0 ; marker --hash=...`; a version with `*` is a range, `@` an address. */
function pinnedOn(line: string): PinnedRequirement | undefined {
  const semicolon = line.indexOf(';');
  const option = line.indexOf(' --');
  const ends = [semicolon, option].filter((end) => end !== -1);
  const [name = '', version = '', ...more] = line
    .slice(0, Math.min(line.length, ...ends))
    .split('==');
  const [bare = ''] = name.split('[', 1);
  const exact = (version.startsWith('=') ? version.slice(1) : version).trim();
  const isPinned =
    more.length === 0 &&
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(bare.trim()) &&
    /^[A-Za-z0-9.!+_-]+$/.test(exact);
  return isPinned ? { name: bare.trim(), version: exact } : undefined;
}
