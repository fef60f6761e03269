import './button.css';
import type { ComponentProps, ReactNode } from 'react';
import { createLink } from '@tanstack/react-router';

export interface ButtonLook {
  /** `primary`: the one thing to do here; `danger`: cannot be taken back; `quiet`: in a row of many. */
  readonly look?: 'primary' | 'plain' | 'danger' | 'quiet';
  readonly small?: boolean;
}

type ButtonProps = ButtonLook &
  ComponentProps<'button'> & {
    /** What was asked is under way: the button waits, and says so. */
    readonly isBusy?: boolean;
  };

export function Button({
  look = 'plain',
  small,
  isBusy = false,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={classOf({ look, small: small ?? false })}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : rest.onClick}
    >
      {children}
    </button>
  );
}

/** A place to go that weighs as much as a thing to do. Takes what `Link` takes. */
export const ButtonLink = createLink(
  ({ look = 'plain', small, children, ...rest }: ButtonLook & ComponentProps<'a'>) => (
    <a {...rest} className={classOf({ look, small: small ?? false })}>
      {children}
    </a>
  ),
);

function classOf({ look, small }: Required<ButtonLook>): string {
  return `button button-${look}${small ? ' button-small' : ''}`;
}
