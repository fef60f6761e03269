import { isSecretVariable, REDACTED } from '../base/index.ts';

/** Longer values are no setting that anyone reads. */
const MOST_TEXT = 4_096;

export interface ShownVariable {
  readonly name: string;
  readonly value: string;
  readonly isRedacted: boolean;
}

/** `NAME=value` as it may stand on a screen; who can pull the image can read it all the same. */
export function shownVariable(text: string): ShownVariable {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  const value = at === -1 ? '' : text.slice(at + 1);
  const isSecret = isSecretVariable(name, value);
  return {
    name: name.slice(0, MOST_TEXT),
    value: isSecret ? REDACTED : value.slice(0, MOST_TEXT),
    isRedacted: isSecret,
  };
}
