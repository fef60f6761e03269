import './page.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { visibleText } from './visible/visible-text.ts';

export interface Crumb {
  readonly text: string;
  /** Where it leads; the last one, where one is, leads nowhere. */
  readonly to?: string;
}

interface PageProps {
  /** Plain words: the heading, and the title of the window. */
  readonly title: string;
  /** In place of the title's plain text: with a badge, or a part in another weight. */
  readonly heading?: ReactNode;
  readonly crumbs?: readonly Crumb[];
  /** One line under the title. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** `TabLinks`. */
  readonly tabs?: ReactNode;
  /** For reading and forms: no wider than lines should be. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** The frame of every page: its one h1, where it is, what can be done, and its tabs. */
export function Page(props: PageProps): ReactNode {
  const { title, heading, crumbs = [], lead, actions, tabs, narrow = false, children } = props;
  useEffect(() => {
    document.title = title === 'Drydock' ? title : `${visibleText(title)} · Drydock`;
  }, [title]);
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      <header className="page-head">
        {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <div className="page-title">
          <h1>{heading ?? title}</h1>
          {actions !== undefined && <div className="page-actions no-print">{actions}</div>}
        </div>
        {lead !== undefined && <div className="page-lead">{lead}</div>}
        {tabs}
      </header>
      {children}
    </div>
  );
}

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }): ReactNode {
  return (
    <nav className="page-crumbs" aria-label="Where this is">
      <ol>
        {crumbs.map(({ text, to }) => (
          <li key={`${text} ${to ?? ''}`}>
            {to === undefined ? <span>{text}</span> : <Link to={to}>{text}</Link>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A part of a page with its heading. */
export function Section(props: {
  readonly title: string;
  /** So that an address can lead to it, after `#`. */
  readonly id?: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { title, id, lead, actions, children } = props;
  return (
    <section className="section" id={id}>
      <header className="section-head">
        <div>
          <h2>{title}</h2>
          {lead !== undefined && <p className="muted measure">{lead}</p>}
        </div>
        {actions !== undefined && <div className="row">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
