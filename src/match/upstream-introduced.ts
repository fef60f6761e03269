import type { Ecosystem } from '../ecosystems/index.ts';
import type { Match, VulnerabilityContext } from '../model/index.ts';

/**
 * The upstream version in which a vulnerability came in, where the distribution only says that all
 * earlier ones have it: of the product that is called as the package is, the newest start of an
 * affected range that is not above the package's version (MATCHING 16.11).
 */
export function upstreamIntroduced(
  matches: readonly Match[],
  context: VulnerabilityContext | undefined,
  { versions: scheme }: Ecosystem,
): string | undefined {
  const said = context?.introducedUpstream ?? [];
  if (said.length === 0) return undefined;
  for (const { key } of matches) {
    const name = wordOf(key.name);
    const starts = said.flatMap(({ product, versions }) =>
      wordOf(product) === name ? versions : [],
    );
    // Epochs are the distribution's own.
    const installed = scheme.parse(key.version.replace(/^\d{1,9}:/, ''));
    if (installed === undefined) continue;
    const [newest] = starts
      .map((text) => ({ text, version: scheme.parse(text) }))
      .filter(({ version }) => version !== undefined && scheme.compare(version, installed) <= 0)
      .toSorted((a, b) => scheme.compare(b.version, a.version));
    if (newest) return newest.text;
  }
  return undefined;
}

/** Products that distributions package under another name. */
const PACKAGED_AS: ReadonlyMap<string, string> = new Map([
  ['cpython', 'python'],
  ['apachehttpserver', 'apache'],
  ['linuxkernel', 'linux'],
]);

/** `python` of `python3.11` and of `CPython`: letters only, without the series at the end. */
function wordOf(name: string): string {
  const word = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const series = /\d{0,9}$/.exec(word)?.index ?? word.length;
  const bare = word.slice(0, series) || word;
  return PACKAGED_AS.get(bare) ?? bare;
}
