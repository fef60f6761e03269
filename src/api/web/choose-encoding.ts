type Encoding = 'br' | 'gzip';

/** Best first. */
const KNOWN: readonly Encoding[] = ['br', 'gzip'];

/**
 * The smallest form of a file that a client takes; undefined: as it is. A weight of 0 refuses, `*` stands for
 * all that are not named. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function chooseEncoding(
  header: string | readonly string[] | undefined,
  has: Readonly<Record<Encoding, boolean>>,
): Encoding | undefined {
  const weights = new Map(
    String(header ?? '')
      .split(',')
      .map(weightOf),
  );
  const rest = weights.get('*') ?? 0;
  return KNOWN.find((encoding) => has[encoding] && (weights.get(encoding) ?? rest) > 0);
}

function weightOf(part: string): [string, number] {
  const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return [name, Number.isFinite(weight) ? weight : 0];
}
