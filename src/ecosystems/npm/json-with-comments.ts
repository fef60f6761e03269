/** JSON as bun writes it, made plain: no comma before a closing bracket, no comments. One pass. */
export function withoutComments(text: string): string {
  const parts: string[] = [];
  let from = 0;
  /** Index in `parts` of the last comma, while nothing but blanks and comments has followed. */
  let comma: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === ',') {
      comma = parts.push(text.slice(from, at), ',') - 1;
      from = at + 1;
    } else if (char === '/') {
      parts.push(text.slice(from, at));
      from = endOfComment(text, at);
      at = from - 1;
    } else if (!' \t\r\n'.includes(char)) {
      if (comma !== undefined && (char === '}' || char === ']')) parts[comma] = '';
      comma = undefined;
      if (char === '"') at = endOfString(text, at);
    }
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** Index after the comment that begins at `start`; after the slash if it is none. */
function endOfComment(text: string, start: number): number {
  const isBlock = text[start + 1] === '*';
  if (!isBlock && text[start + 1] !== '/') return start + 1;
  const end = text.indexOf(isBlock ? '*/' : '\n', start + 2);
  return end === -1 ? text.length : end + (isBlock ? 2 : 0);
}

/** Index of the quote that closes the string; the text's length without one. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
