/** Patterns as somebody typed them, one a line: without blanks, empty lines and repetitions. */
export function patternsOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
