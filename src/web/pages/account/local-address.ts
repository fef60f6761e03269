/** Where to go on after signing in: only to a page of ours, whatever a link from elsewhere says. */
export function localAddress(text: string | undefined): string {
  if (text === undefined || !/^\/(?![/\\])/.test(text)) return '/';
  const here = 'http://here.invalid';
  if (!URL.canParse(text, here)) return '/';
  const url = new URL(text, here);
  return url.origin === here ? url.pathname + url.search + url.hash : '/';
}
