import type { ReactNode } from 'react';
import { agoText, bytesText } from './quantity-text.ts';
import { useNow } from './use-now.ts';

/** `41.2 MB`: as registries and disks count, by thousands. */
export function Bytes({ value }: { readonly value: number }): ReactNode {
  return <span title={`${value.toLocaleString('en')} bytes`}>{bytesText(value)}</span>;
}

/** `3 h ago`, with the exact time to point at. */
export function Ago({ at }: { readonly at: string }): ReactNode {
  const now = useNow();
  const exact = new Date(at);
  if (Number.isNaN(exact.getTime())) return <span>{at}</span>;
  return (
    <time dateTime={at} title={exact.toLocaleString('en-GB', { timeZoneName: 'short' })}>
      {agoText(exact.getTime(), now)}
    </time>
  );
}

/** `+1` or `-6` beside a total; nothing for 0. More is worse, unless said otherwise. */
export function Delta(props: {
  readonly value: number;
  readonly moreIs?: 'bad' | 'good' | 'neutral';
}): ReactNode {
  const { value, moreIs = 'bad' } = props;
  if (value === 0) return null;
  const isGood = moreIs === 'good' ? value > 0 : value < 0;
  const look = moreIs === 'neutral' ? '' : isGood ? 'delta-good' : 'delta-bad';
  return <span className={`delta ${look}`}>{value > 0 ? `+${value}` : `−${-value}`}</span>;
}

/** The first and last letters of a digest; all of it to point at, and to copy from. */
export function Digest({ digest }: { readonly digest: string }): ReactNode {
  const [, hex = digest] = digest.split(':');
  return (
    <code className="digest" title={digest}>
      {hex.slice(0, 12)}
    </code>
  );
}
