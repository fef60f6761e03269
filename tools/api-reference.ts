/** What `npm run docs` makes of the API's contract: its OpenAPI, its pages, and its types. */
import packageJson from '../package.json' with { type: 'json' };
import { AREAS } from '../src/api/contract/areas.ts';
import type { Route } from '../src/api/contract/route.ts';
import { PREFIX } from '../src/api/contract/route.ts';
import { ERRORS } from '../src/api/errors.ts';
import { openApiDocument } from '../src/api/openapi.ts';
import { operationsFile } from './api-operations.ts';

const MADE = '<!-- Made by `npm run docs`; do not edit. -->';

/** Path, from the root of the repository, and text of every file. */
export function apiFiles(): ReadonlyMap<string, string> {
  const document = openApiDocument(AREAS, packageJson.version);
  return new Map([
    ['docs/reference/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ['docs/reference/api.md', routesPage()],
    ['docs/reference/api-errors.md', errorsPage()],
    ['src/api/contract/operations.ts', operationsFile(document, AREAS)],
  ]);
}

function routesPage(): string {
  const sections = AREAS.map(({ name, summary, routes }) =>
    [`## ${name}\n`, `${summary}.\n`, '| route | does | who |', '|---|---|---|']
      .concat(routes.map(routeRow))
      .join('\n'),
  );
  const lead =
    `Below \`${PREFIX}\`. Bodies and answers: [openapi.json](openapi.json); errors: ` +
    '[api-errors.md](api-errors.md). *who* is an action of the table of permissions.';
  return `${[MADE, '# API', lead, ...sections].join('\n\n')}\n`;
}

function routeRow({ method, path, summary, access }: Route): string {
  const who = access.kind === 'open' ? `anyone: ${access.because}` : `\`${access.action}\``;
  return `| \`${method} ${path}\` | ${summary} | ${who} |`;
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, title, advice }]) =>
      `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} | ${advice} |`,
  );
  return `${[
    MADE,
    '# Errors of the API',
    'Problem details (RFC 9457) with a `code`; the server shows this page at `/docs/errors`.',
    ['| code | status | meaning | what to do |', '|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n')}\n`;
}
