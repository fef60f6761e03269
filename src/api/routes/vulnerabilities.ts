import type { Failure, Result } from '../../base/index.ts';
import type { Severity, VulnerabilityQuery } from '../../model/index.ts';
import { SEVERITIES } from '../../model/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Operations } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';

type Ids = 'listVulnerabilities' | 'getVulnerability';

export function vulnerabilityHandlers({ vulnerabilities, analyses }: ApiOptions): Handlers<Ids> {
  return {
    listVulnerabilities: async (input) => {
      const query = queryOf(input);
      const { rows, total, next, snapshot } = answered(await vulnerabilities.find(query));
      const list = listName(query);
      return {
        items: rows,
        ...(next && { next: encodeCursor(list, [next.value, next.id]) }),
        total,
        snapshot,
      };
    },
    getVulnerability: async ({ id }) => {
      if (!ID.test(id)) {
        const detail = `'${id.slice(0, 60)}' is not written as an id of a vulnerability is: CVE-2021-44228`;
        throw new ProblemError('resource.missing', detail);
      }
      const details = answered(await vulnerabilities.describe(id));
      if (details) return details;
      const { number, createdAt } = analyses.snapshot();
      throw new ProblemError(
        'resource.missing',
        `advisory snapshot ${number} of ${createdAt} does not know ${id}`,
      );
    },
  };
}

/** What cannot be answered now can be another time. */
function answered<Value>(result: Result<Value, Failure>): Value {
  if (result.ok) return result.value;
  throw new ProblemError('server.unavailable', result.error.message, { retryAfter: 5 });
}

/** `CVE-2021-44228`, `GO-2022-0969`, `RHSA-2024:1234`, `TEMP-0000000-0CA7E3`. */
const ID = /^[A-Za-z][A-Za-z0-9]{0,31}-[\w.:~+-]{1,127}$/;

function queryOf({
  q: text,
  severity,
  exploited,
  withdrawn,
  sort = text === undefined ? 'modified' : 'relevance',
  limit = PER_PAGE,
  after,
  ...filters
}: Operations['listVulnerabilities']['input']): VulnerabilityQuery {
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
