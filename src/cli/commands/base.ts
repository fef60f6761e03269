import { createAnalyzer } from '../../analyzer/index.ts';
import { DEFAULT_LIMITS, type Failure, type Result, err, failure, ok } from '../../base/index.ts';
import type { Operations } from '../../api/contract/index.ts';
import { openImage } from '../../sources/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { ImageOptions } from '../options/image-options.ts';
import { onServer } from '../server/connect.ts';
import { listAll } from '../server/list-all.ts';
import { answerJson, tableText } from '../server/list-text.ts';
import { sourceOptions } from '../source-options.ts';
import { countOf } from '../text/amounts.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';
import type { ServerOptions } from './repo.ts';
import { tell } from './repo.ts';

export type BaseOptions = ServerOptions & ImageOptions & { readonly name?: string };

/** `drydock base import REF`: its manifest and config are read, no layer. */
export async function importBase(
  image: string,
  options: BaseOptions,
  world: World,
): Promise<ExitCode> {
  const read = await readBase(image, options, world);
  if (!read.ok) return complain(read.error, world);
  const body = read.value;
  return onServer(options.server, world, async ({ client }) => {
    await client.importPublicBase({ body });
    const { reference, platform, diffIds } = body;
    const text = `${reference} ${platform}: known by ${countOf(diffIds.length, 'layer')}`;
    await tell(options, body, printable(text), world);
    return EXIT.ok;
  });
}

type Imported = Operations['importPublicBase']['input']['body'];

async function readBase(
  image: string,
  options: BaseOptions,
  world: World,
): Promise<Result<Imported, Failure>> {
  const analyzer = createAnalyzer({ limits: DEFAULT_LIMITS, clock: world.clock });
  try {
    const opened = await openImage(image, sourceOptions(options, analyzer, world));
    if (!opened.ok) return opened;
    if (opened.value.kind === 'sbom') return err(noLayers(image));
    const opening = opened.value.image;
    await opening.close();
    const { kind, imageId, digest = imageId, config, platform } = opening;
    if (digest === undefined || config.diffIds.length === 0) return err(noLayers(image));
    const reference = options.name ?? (kind === 'registry' ? opening.reference : undefined);
    if (reference === undefined) return err(noName(image));
    const { os, architecture, variant } = platform;
    return ok({
      reference,
      digest,
      platform: [os, architecture, ...(variant === undefined ? [] : [variant])].join('/'),
      diffIds: [...config.diffIds],
    });
  } finally {
    await analyzer.close();
  }
}

function noLayers(image: string): Failure {
  return failure(
    'cli.base.no-layers',
    `${image} does not say what its layers are: name an image of a registry`,
  );
}

function noName(image: string): Failure {
  const message = `${image} is of no registry: say by --name what Dockerfiles call it`;
  return failure('cli.base.no-reference', message);
}

/** `drydock base list`: every one. */
export function list(options: ServerOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    const items = await listAll((page) => client.listPublicBases(page));
    if (options.format === 'json') {
      await world.out.write(answerJson({ items }));
      return EXIT.ok;
    }
    const rows = items.map(({ reference, platform, digest, importedAt }) => [
      printable(reference),
      platform,
      digest,
      importedAt.slice(0, 10),
    ]);
    const head = ['REFERENCE', 'PLATFORM', 'DIGEST', 'IMPORTED'];
    await world.out.write(
      rows.length > 0
        ? tableText(head, rows, [{}, {}, {}, {}], world.out.painter)
        : 'no base images: run `drydock base import debian:12`\n',
    );
    return EXIT.ok;
  });
}

/** `drydock base remove REFERENCE`: as it was imported. */
export function remove(reference: string, options: ServerOptions, world: World): Promise<ExitCode> {
  return onServer(options.server, world, async ({ client }) => {
    await client.removePublicBase({ body: { reference } });
    await tell(options, { reference }, `${printable(reference)} is forgotten`, world);
    return EXIT.ok;
  });
}
