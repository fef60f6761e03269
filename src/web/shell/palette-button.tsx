import type { ReactNode } from 'react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';

/** Fetched when it is opened first. */
const Palette = lazy(() => import('./palette.tsx').then((file) => ({ default: file.Palette })));

/** Opens the palette; so do `/`, where nothing is typed, and Ctrl-K anywhere. */
export function PaletteButton(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isCommand = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      if (!isCommand && (event.key !== '/' || isTyping(event))) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <>
      {/* On a phone its words are not there. */}
      <Button
        small
        aria-label="Go to"
        aria-keyshortcuts="/ Control+K"
        onClick={() => setOpen(true)}
      >
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <path
            d="M6 1.5a4.5 4.5 0 1 0 .01 0M9.3 9.3l3.4 3.4"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </svg>
        <span className="palette-words">Go to</span> <kbd className="palette-words">/</kbd>
      </Button>
      {isOpen && (
        <Suspense>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
