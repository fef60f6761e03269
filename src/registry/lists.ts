import { authorize } from './authorize.ts';
import type { Context } from './endpoint.ts';
import { found, repositoryToPull } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { answerJson } from './exchange.ts';
import { nextLink, pageOf } from './paging.ts';

/** `tags/list`: in the order of their bytes. */
export async function answerTags(
  context: Context,
  exchange: Exchange,
  name: string,
): Promise<void> {
  const { repository } = await repositoryToPull(context, exchange, name);
  const { id } = found(repository, name);
  const { limit, after } = pageOf(exchange.query);
  const tags = limit === 0 ? [] : await context.ports.records.tagNames(id, after, limit + 1);
  const shown = tags.slice(0, limit);
  answerJson(exchange, { name, tags: shown }, moreAfter(`/v2/${name}/tags/list`, tags, limit));
}

/** `_catalog`: the repositories that the actor may pull, and no sign of others. */
export async function answerCatalog(context: Context, exchange: Exchange): Promise<void> {
  const { ports, settings } = context;
  const grant = await authorize(exchange, { kind: 'list' }, ports, settings);
  const { limit, after } = pageOf(exchange.query);
  const names = limit === 0 ? [] : await ports.access.visibleNames(grant, after, limit + 1);
  const shown = names.slice(0, limit);
  answerJson(exchange, { repositories: shown }, moreAfter('/v2/_catalog', names, limit));
}

function moreAfter(
  path: string,
  names: readonly string[],
  limit: number,
): { readonly Link?: string } {
  if (names.length <= limit) return {};
  return { Link: nextLink(path, { n: String(limit), last: names[limit - 1] }) };
}
