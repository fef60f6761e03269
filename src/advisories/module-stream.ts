/** A module stream in an erratum's title: `nodejs:14`, `perl-IO-Socket-SSL:2.066`. */
const STREAM = /(?<![\w.:+-])[a-z0-9][\w+.-]{0,63}:[a-z0-9][\w.+-]{0,31}(?![\w:])/gi;

/**
 * The module streams that an entry of an AlmaLinux or Rocky Linux erratum is of, as `name:stream`;
 * none: it is not modular. Modular is what has `.module` in its fixed release; which stream the title
 * tells, else the line of the fixed version. A title of two streams does not tell which package is of
 * which, so that the entry is of both.
 */
export function moduleStreamsOf(
  title: string,
  fixedVersions: readonly string[],
): readonly string[] {
  const fixed = fixedVersions.find((version) => version.includes('.module'));
  if (fixed === undefined) return [];
  const withoutRating = title.replace(/^(?:critical|important|moderate|low): */i, '');
  const named = [...withoutRating.matchAll(STREAM)].map(([stream]) => stream);
  if (named.length > 0) return [...new Set(named)];
  const word = /^[\w+.-]+/.exec(withoutRating)?.[0];
  const line = /^(?:\d+:)?(\d+(?:\.\d+)?)/.exec(fixed)?.[1];
  return word && line ? [`${word}:${line}`] : [];
}
