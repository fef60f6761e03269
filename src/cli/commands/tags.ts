import { failure } from '../../base/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { listAll } from '../server/list-all.ts';
import { answerJson, tableText } from '../server/list-text.ts';
import { countsText, stateText } from '../server/state-text.ts';
import { ageText, bytesText, countOf, shortDigest } from '../text/amounts.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';
import type { ServerOptions } from './repo.ts';
import { onRepository, pathOf, tell } from './repo.ts';

export interface TagsOptions extends ServerOptions {
  readonly search?: string;
  readonly sort?: 'name' | 'newest';
}

/** `drydock tags REPOSITORY`: what each tag is, and what is known of it. */
export function tags(name: string, options: TagsOptions, world: World): Promise<ExitCode> {
  return onRepository(name, options, world, async (at, client) => {
    const { search, sort } = options;
    const items = await listAll((page) =>
      client.listTags({
        ...pathOf(at),
        ...page,
        ...(search !== undefined && { search }),
        ...(sort !== undefined && { sort }),
      }),
    );
    if (options.format === 'json') {
      await world.out.write(answerJson({ items }));
      return EXIT.ok;
    }
    const { painter } = world.out;
    const now = world.clock.now();
    const rows = items.map((tag) => [
      printable(tag.name),
      shortDigest(tag.digest),
      printable(tag.platforms.join(' ')),
      bytesText(tag.compressedSize),
      `${ageText(now - Date.parse(tag.pushedAt))} ago`,
      printable(tag.pushedBy),
      tag.analysis?.counts ? countsText(tag.analysis.counts, painter) : '',
      tag.analysis ? stateText(tag.analysis.state) : '',
    ]);
    const head = ['TAG', 'DIGEST', 'PLATFORMS', 'SIZE', 'PUSHED', 'BY', 'FOUND', 'ANALYSIS'];
    await world.out.write(rows.length > 0 ? tableText(head, rows, COLUMNS, painter) : 'no tags\n');
    return EXIT.ok;
  });
}

const COLUMNS = [{}, {}, {}, { align: 'right' }, { align: 'right' }, {}, {}, {}] as const;

/** `drydock tags delete NAME:TAG`: the tag, and nothing else. */
export function deleteTag(name: string, options: ServerOptions, world: World): Promise<ExitCode> {
  return onRepository(name, options, world, async (at, client) => {
    const { tag, namespace, repository } = at;
    if (tag === undefined) {
      const message = `'${name}' names no tag: write ${namespace}/${repository}:TAG`;
      return complain(failure('cli.name', message), world);
    }
    const done = await client.deleteTag({ ...pathOf(at), tag });
    const others =
      done.otherTags.length === 0
        ? `no tag leads to ${shortDigest(done.digest)} now: garbage collection will clear it away`
        : `${shortDigest(done.digest)} stays as ${done.otherTags.join(', ')}; deleting it by digest ` +
          `would have taken ${countOf(done.otherTags.length, 'more tag')}`;
    const text = `deleted the tag ${namespace}/${repository}:${tag}\n${others}`;
    await tell(options, done, text, world);
    return EXIT.ok;
  });
}
