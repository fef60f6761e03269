import type { ReactNode } from 'react';

/** Words of the server, where commands stand between backticks. */
export function WithCode({ text }: { readonly text: string }): ReactNode {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? <code key={`${at} ${part}`}>{part}</code> : part));
}
