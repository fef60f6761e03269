import type { Severity, VulnerabilityQuery } from '../../model/index.ts';
import { SEVERITIES } from '../../model/index.ts';
import type { Actor } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import { problemOf } from '../authorize.ts';
import type { Operations, VulnerabilityPage, VulnerabilityRow } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';
import type { TableFile } from '../table-file.ts';
import { tableFile } from '../table-file.ts';
import { checkedId, found } from './vulnerability-names.ts';

type Ids = 'listVulnerabilities' | 'exportVulnerabilities' | 'getVulnerability';

type Input = Operations['listVulnerabilities']['input'];

/** Each page of a thousand costs a look through all rows. */
const EXPORTED = 10_000;

const COLUMNS: TableFile<VulnerabilityRow>['columns'] = {
  id: ({ id }) => id,
  aliases: ({ aliases }) => aliases.join(' '),
  severity: ({ severity }) => severity,
  score: ({ score }) => score,
  rated_by: ({ ratedBy }) => ratedBy,
  epss: ({ epss }) => epss?.probability,
  known_exploited: ({ isExploited }) => isExploited,
  withdrawn: ({ isWithdrawn }) => isWithdrawn,
  summary: ({ summary }) => summary,
  published: ({ published }) => published,
  modified: ({ modified }) => modified,
  packages: ({ packages }) => packages.join(' '),
  namespaces: ({ namespaces }) => namespaces.join(' '),
};

export function vulnerabilityHandlers(options: ApiOptions): Handlers<Ids> {
  const { vulnerabilities, analyses } = options;
  const list = async (
    { mine: isMine, ...filters }: Input,
    actor: Actor,
  ): Promise<VulnerabilityPage> => {
    const among = isMine === 'true' ? await mine(actor, options) : undefined;
    const query = { ...queryOf(filters), among };
    const { rows, total, next, snapshot } = found(await vulnerabilities.find(query));
    const place = next && encodeCursor(listName(query), [next.value, next.id]);
    return { items: rows, ...(place !== undefined && { next: place }), total, snapshot };
  };
  return {
    listVulnerabilities: (input, { actor }) => list(input, actor),
    exportVulnerabilities: ({ format, ...filters }, { actor }) =>
      tableFile({
        name: 'vulnerabilities',
        format,
        columns: COLUMNS,
        mostRows: EXPORTED,
        read: (page) => list({ ...filters, ...page }, actor),
      }),
    getVulnerability: async ({ id }) => {
      const details = found(await vulnerabilities.describe(checkedId(id)));
      if (details) return details;
      const { number, createdAt } = analyses.snapshot();
      throw new ProblemError(
        'resource.missing',
        `advisory snapshot ${number} of ${createdAt} does not know ${id}`,
      );
    },
  };
}

/** What is in the images whose results the actor may see. */
async function mine(
  actor: Actor,
  { accounts, fleet, upgradeUrl }: ApiOptions,
): Promise<readonly string[]> {
  const decision = accounts.access.judge(actor, 'fleet.read', { kind: 'instance' });
  const problem = problemOf(decision, actor, upgradeUrl);
  if (problem) throw problem;
  return fleet.vulnerabilitiesIn(await accounts.repositories.withResults(actor));
}

function queryOf({
  q: text,
  severity,
  exploited,
  withdrawn,
  sort = text === undefined ? 'modified' : 'relevance',
  limit = PER_PAGE,
  after,
  ...filters
}: Omit<Input, 'mine'>): VulnerabilityQuery {
  const query = {
    ...filters,
    text,
    severities: severity === undefined ? undefined : severitiesOf(severity),
    isExploited: exploited === 'true',
    withWithdrawn: withdrawn === 'true',
    sort,
    limit,
  };
  if (after === undefined) return query;
  const [value, id] = decodeCursor(listName(query), 2, after);
  return { ...query, after: { value: Number(value), id: String(id) } };
}

function listName({ sort }: Pick<VulnerabilityQuery, 'sort'>): string {
  return `vulnerabilities ${sort}`;
}

/** Of `critical,high`. */
export function severitiesOf(text: string): readonly Severity[] {
  const names = text.split(',');
  return SEVERITIES.filter((severity) => names.includes(severity));
}
