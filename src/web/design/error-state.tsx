import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../../api/contract/index.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { Notice } from './notice.tsx';

/** What the server said no with: its words, the request's id, and what to do next. */
export function ErrorState(props: {
  readonly error: Error;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  const { error, onRetry } = props;
  const retry = onRetry && (
    <Button small onClick={onRetry}>
      Try again
    </Button>
  );
  if (!(error instanceof ApiError)) {
    return (
      <Notice kind="bad" title="The server could not be asked" actions={retry}>
        It is tried again by itself as soon as it answers.
      </Notice>
    );
  }
  const { code, detail, requestId, status, title } = error.problem;
  if (code === 'resource.missing') return <Missing />;
  return (
    <Notice kind="bad" title={title} actions={retry}>
      {/* Where nothing is known of this very failure the server repeats the title. */}
      {detail !== title && <p>{detail}</p>}
      {status >= 500 && <p>By the id of the request the operator finds in the log what it was.</p>}
      <p className="muted">
        Request <code>{requestId}</code> · <a href={`/docs/errors#${code}`}>{code}</a>
      </p>
    </Notice>
  );
}

/** The same words for what is not there and for what one may not see. */
export function Missing(): ReactNode {
  return (
    <EmptyState title="Nothing here" actions={<Link to="/">Go to the start</Link>}>
      This does not exist, or you may not see it. If somebody sent you the address, ask them for
      access, or sign in as somebody who has it.
    </EmptyState>
  );
}

/** The refusal of a form's input, above its button. */
export function FormError({ error }: { readonly error: Error | null }): ReactNode {
  if (!error) return null;
  if (!(error instanceof ApiError)) {
    return <Notice kind="bad">The server could not be asked. Try again in a moment.</Notice>;
  }
  const { detail, errors = [], requestId } = error.problem;
  return (
    <Notice kind="bad" title={detail}>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ at, message }) => (
            <li key={at + message}>
              {at}: {message}
            </li>
          ))}
        </ul>
      )}
      <span className="muted">
        Request <code>{requestId}</code>
      </span>
    </Notice>
  );
}
