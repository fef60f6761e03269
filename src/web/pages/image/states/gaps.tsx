import './gaps.css';
import type { ReactNode } from 'react';
import type { Diagnostic } from '../../../../api/contract/index.ts';
import { WithCode } from '../../../design/with-code.tsx';

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
            {path !== undefined && <code>{path}</code>} <WithCode text={message} />{' '}
            <code className="muted">{code}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
