/** How an ecosystem writes sets of versions: `^1.2.3`, `[1.0,2.0)`, `>=1,<2`. */
export interface RangeGrammar<Range, Version> {
  readonly id: string;
  /** Says `undefined` of a text that is not of the grammar; never throws. Linear in the text. */
  parse(text: string): Range | undefined;
  contains(range: Range, version: Version): boolean;
}
