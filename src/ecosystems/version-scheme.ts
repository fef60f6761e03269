/**
 * The total order in which an ecosystem's versions are published.
 *
 * Laws, checked for every scheme by versionSchemeTests(): antisymmetric, transitive,
 * and `compare(v, v) === 0` for every v that parse() accepts. Both are linear in the text.
 */
export interface VersionScheme<Version> {
  readonly id: string;
  /** Says `undefined` of a text that is not a version; never throws, never guesses. */
  parse(text: string): Version | undefined;
  /** Negative when a comes before b, positive when after, 0 when neither. */
  compare(a: Version, b: Version): number;
}
