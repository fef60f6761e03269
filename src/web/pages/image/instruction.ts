/** What a history line did, without what every builder writes around it. */
export function instructionText(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
    .replace(/^(?:RUN )?(?:\|\d+ \S.* )?\/bin\/(?:ba)?sh -c /, 'RUN ')
    .replace(/\s*# buildkit$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** `COPY` and `. /app`: the keyword stands out in a list. */
export function splitInstruction(createdBy: string): readonly [keyword: string, rest: string] {
  const text = instructionText(createdBy);
  const keyword = /^[A-Z]{2,12}(?= )/.exec(text)?.[0] ?? '';
  return [keyword, keyword === '' ? text : text.slice(keyword.length + 1)];
}
