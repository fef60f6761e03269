import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createConnection } from './data/connection.ts';
import { ConnectionProvider } from './data/connection-context.tsx';
import { createQueries } from './data/queries.ts';
import { DesignProvider } from './design/design-provider.tsx';
import { createAppRouter } from './router.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const queries = createQueries();
const connection = createConnection(queries, window);
const router = createAppRouter();

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ConnectionProvider connection={connection}>
        <DesignProvider>
          <RouterProvider router={router} />
        </DesignProvider>
      </ConnectionProvider>
    </QueryClientProvider>
  </StrictMode>,
);
