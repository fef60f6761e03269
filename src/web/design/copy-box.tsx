import './copy-box.css';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button } from './button.tsx';

/** Commands or a secret, to take along with one click. Says that it did, to eyes and ears. */
export function CopyBox(props: {
  /** What it is, for those who do not see it: "Commands to push". */
  readonly label: string;
  readonly text: string;
}): ReactNode {
  const { label, text } = props;
  return (
    <div className="copy-box">
      {/* Long lines are scrolled, with the keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}

/** How long "Copied" stands. */
const SAID_MS = 2_000;

export function CopyButton(props: {
  readonly text: string;
  /** What is copied, for the button's name. */
  readonly label: string;
}): ReactNode {
  const [said, setSaid] = useState('');
  const say = (words: string): void => {
    setSaid(words);
    setTimeout(() => setSaid(''), SAID_MS);
  };
  const copy = (): void => {
    // Over plain HTTP elsewhere than on this machine a browser has no clipboard for us.
    const done = navigator.clipboard?.writeText(props.text) ?? Promise.reject(new Error('none'));
    done.then(
      () => say('Copied'),
      () => say('Select it'),
    );
  };
  return (
    <>
      <Button small look="quiet" onClick={copy} aria-label={`Copy: ${props.label}`}>
        {said === '' ? 'Copy' : said}
      </Button>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
