/** In the order in which they must be asked: each also says that it is those below it. */
const BROWSERS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari/, 'Safari'],
  [/^drydock\/([\w.]+)/, 'drydock'],
  [/^curl\/([\w.]+)/, 'curl'],
];

const SYSTEMS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** `Firefox 131 on Linux`: enough to recognize one's own. What is unknown stays as it said itself. */
export function browserName(userAgent: string): string {
  const found = BROWSERS.find(([mark]) => mark.test(userAgent));
  if (!found) return userAgent === '' ? 'unknown client' : userAgent.slice(0, 80);
  const [mark, name] = found;
  const version = mark.exec(userAgent)?.[1] ?? '';
  const system = SYSTEMS.find(([each]) => each.test(userAgent))?.[1];
  return `${name} ${version}${system === undefined ? '' : ` on ${system}`}`;
}
