import { createRouter } from '@tanstack/react-router';
import { innerPath, outerPath } from './repository-path.ts';
import { routeTree } from './routes.tsx';
import { parseSearch, writeSearch } from './search-params.ts';
import { Missing } from './design/error-state.tsx';
import { Page } from './design/page.tsx';
import { PageFailed } from './shell/page-failed.tsx';

// oxlint-disable-next-line typescript/explicit-function-return-type -- the types of all routes are made here
export function createAppRouter() {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch: writeSearch,
    rewrite: {
      input: ({ url }) => withPath(url, innerPath(url.pathname)),
      output: ({ url }) => withPath(url, outerPath(url.pathname)),
    },
    // The code of a page is fetched as its link is pointed to.
    defaultPreload: 'intent',
    scrollRestoration: true,
    pathParamsAllowedCharacters: [':', '@', '+'],
    defaultNotFoundComponent: () => (
      <Page title="Nothing here">
        <Missing />
      </Page>
    ),
    defaultErrorComponent: PageFailed,
  });
}

function withPath(url: URL, path: string): URL {
  if (path === url.pathname) return url;
  const changed = new URL(url);
  changed.pathname = path;
  return changed;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
