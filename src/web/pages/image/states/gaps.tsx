import './gaps.css';
import type { ReactNode } from 'react';
import type { Diagnostic } from '../../../../api/contract/index.ts';

/** Fewer are simply listed. */
const OPEN_UP_TO = 2;

/** What was not read, each with where and why. */
export function Gaps(props: {
  readonly gaps: readonly Diagnostic[];
  /** Of all; the server sends the first ones. */
  readonly count: number;
  readonly noun: 'gap' | 'reason';
}): ReactNode {
  const { gaps, count, noun } = props;
  if (gaps.length === 0) return null;
  return (
    <details className="gaps" open={gaps.length <= OPEN_UP_TO}>
      <summary>
        {count === 1 ? `1 ${noun}` : `${count.toLocaleString('en')} ${noun}s`}
        {gaps.length < count && `, the first ${gaps.length}`}
      </summary>
      <ul>
        {gaps.map(({ code, message, path }) => (
          <li key={`${code} ${path ?? ''} ${message}`}>
            {path !== undefined && <code>{path}</code>} {withCode(message)}{' '}
            <code className="muted">{code}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Commands stand between backticks. */
function withCode(message: string): ReactNode[] {
  return message
    .split('`')
    .map((text, at) => (at % 2 === 1 ? <code key={`${at} ${text}`}>{text}</code> : text));
}
