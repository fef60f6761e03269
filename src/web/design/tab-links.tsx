import './tab-links.css';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef } from 'react';

export interface TabLink {
  readonly text: string;
  /** Of the address bar or the router: both are understood. */
  readonly to: string;
  /** Beside the text: how many there are. */
  readonly count?: number;
  /** Only at this very address, not below it: the first tab mostly. */
  readonly exact?: boolean;
}

/** Tabs that are places: they can be linked, opened beside, and gone back from. */
export function TabLinks(props: {
  readonly label: string;
  readonly tabs: readonly TabLink[];
}): ReactNode {
  const strip = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const widths = props.tabs.map(({ text, count }) => `${text} ${count ?? ''}`).join();
  // On a phone the one that is open may be beside the screen.
  useLayoutEffect(() => {
    const open = strip.current?.querySelector('a[aria-current]');
    if (!strip.current || !open) return;
    const beyond = open.getBoundingClientRect().right - strip.current.getBoundingClientRect().right;
    if (beyond > 0) strip.current.scrollLeft += beyond;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- which one is open, and where, changes with them
  }, [pathname, widths]);
  return (
    <nav ref={strip} className="tab-links no-print" aria-label={props.label}>
      <ul>
        {props.tabs.map(({ text, to, count, exact = false }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact, includeSearch: false }}>
              {text}
              {count !== undefined && (
                <span className="tab-links-count">{count.toLocaleString('en')}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
