import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { isWord } from '../lockfile.ts';

/** Lines that RubyGems writes before the long lists of files and texts. */
const HEAD_LINES = 400;
/** A list of files can be long; what is read here is not. */
const LINE_CHARS = 4096;

/**
 * Reads the specifications that RubyGems keeps of installed gems. They are Ruby programs, but always
 * written by RubyGems in the same form, which is what is read here; nothing is run.
 *
 * https://guides.rubygems.org/specification-reference/
 */
export const gemspec: PackageCataloger = fileCataloger({
  id: 'gem-gemspec',
  revision: 1,
  reads: [{ suffix: '.gemspec', within: 'specifications' }],
  accepts: (path) => /(?:^|\/)specifications\/(?:default\/)?[^/]+$/.test(path),
  read: (file) => readGemspec(file.path, file.text()),
});

interface Specification {
  name?: string;
  version?: string;
  platform?: string;
  licenses: readonly string[];
}

function readGemspec(path: string, text: string): FileReading {
  const { name, version, platform, licenses } = parseGemspec(text);
  if (!isWord(name) || !isWord(version)) {
    const message = 'gemspec without a name or a version that can be read without running it';
    return unreadable(path, 'gem.gemspec.incomplete', message);
  }
  const found: Package = {
    ecosystem: 'gem',
    name,
    version,
    licenses,
    locations: [path],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'runtime',
    ...factsOf(platform, path),
  };
  return { packages: [found] };
}

/** A default gem is Ruby's own copy of a part of its standard library. */
function factsOf(platform: string | undefined, path: string): { facts?: Record<string, string> } {
  const facts = {
    ...(platform !== undefined && platform !== 'ruby' && { platform }),
    ...(/(?:^|\/)specifications\/default\/[^/]+$/.test(path) && { default: 'true' }),
  };
  return Object.keys(facts).length > 0 ? { facts } : {};
}

/** Assignments tell; the comment `# stub: name version platform paths` where one is no plain text. */
function parseGemspec(text: string): Specification {
  const found: Specification = { licenses: [] };
  let stub: readonly string[] = [];
  for (const written of text.split('\n', HEAD_LINES)) {
    const line = written.slice(0, LINE_CHARS);
    if (line.startsWith('# stub: ') && stub.length === 0) stub = line.slice(8).split(' ', 3);
    const assignment = /^\s*\w+\.(name|version|platform|licenses?)\s*=\s*([^]*)$/.exec(line);
    const [, field, value] = assignment ?? [];
    if (field === undefined || value === undefined) continue;
    if (field === 'license' || field === 'licenses') found.licenses = textsIn(value);
    else assignOnce(found, field, textsIn(value)[0]);
  }
  const [name, version, platform] = stub;
  return {
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(platform !== undefined && { platform }),
    ...found,
  };
}

function assignOnce(found: Specification, field: string, value: string | undefined): void {
  if (value === undefined) return;
  if (field === 'name') found.name ??= value;
  else if (field === 'version') found.version ??= value;
  else if (field === 'platform') found.platform ??= value;
}

/** Every quoted text of a line: `"MIT".freeze`, `%q<MIT>`, `%q{MIT}`, `["a", 'b']`, `Gem::Version.new("1.0")`. */
function textsIn(value: string): string[] {
  const quoted = value.matchAll(/"([^"]*)"|'([^']*)'|%q(?:<([^>]*)>|\{([^}]*)\})/g);
  return [...quoted].map(([, ...forms]) => forms.find((text) => text !== undefined) ?? '');
}
