import './shell.css';
import { Navigate, Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIsReached } from '../data/connection-context.tsx';
import { useOperation } from '../data/operation.ts';
import { Button } from '../design/button.tsx';
import { ErrorState } from '../design/error-state.tsx';
import { Notice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { Footer } from './footer.tsx';
import { TopBar } from './top-bar.tsx';

/** What is around every page. */
export function Shell(): ReactNode {
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <TopBar />
      <Unreached />
      <main id="content" tabIndex={-1}>
        <Gate />
      </main>
      <Footer />
    </div>
  );
}

/** Said while the server is away; goes by itself. */
function Unreached(): ReactNode {
  const isReached = useIsReached();
  return (
    <div className="shell-unreached" role="status">
      {!isReached &&
        'The server does not answer. What you see may be old; it is asked again every two seconds.'}
    </div>
  );
}

/** Pages are shown when it is known who asks; some are for those only who are signed in. */
function Gate(): ReactNode {
  const instance = useOperation('getInstance', {});
  const session = useOperation('getSession', {});
  const { pathname, href } = useRouterState({ select: ({ location }) => location });
  // Of the page that is there until the code of the next one has come.
  const shown = useMatches({ select: (matches) => matches.at(-1)?.pathname ?? pathname });
  const error = instance.error ?? session.error;
  if (!instance.data || !session.data) {
    return error ? (
      <Page title="Drydock">
        <ErrorState error={error} onRetry={() => void instance.refetch()} />
      </Page>
    ) : null;
  }
  if (!instance.data.isSetUp && pathname !== '/setup') return <NotSetUp />;
  if (session.data.kind === 'anonymous' && !(isForEveryone(pathname) && isForEveryone(shown))) {
    // On the way already: the page that is left must not ask for anything any more.
    if (isForEveryone(pathname)) return null;
    return <Navigate to="/sign-in" search={pathname === '/' ? {} : { returnTo: href }} replace />;
  }
  return <Outlet />;
}

function isForEveryone(path: string): boolean {
  return /^\/(?:setup$|sign-in$|invitation$|r\/|vulnerabilities(?:\/|$))/.test(path);
}

function NotSetUp(): ReactNode {
  return (
    <Page title="Drydock" heading="Nobody can sign in yet" narrow>
      <Notice
        kind="info"
        title="Open the link that the server printed"
        actions={<Button onClick={() => window.location.reload()}>I have done that</Button>}
      >
        The first start prints a link that makes the first administrator. It is in the terminal or
        the log of the server; a restart prints a new one.
      </Notice>
    </Page>
  );
}
