import { type Failure, type Result, ok } from '../base/index.ts';
import { type OpenedImage, configChecks, formatPlatform, historyOf } from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import type { ImageContents, ImageLine, ReportOptions } from './analyses.ts';
import { type ReadingOptions, type Target, told } from './reading.ts';
import { openStored } from './stored-image.ts';

/** What an image says of itself, whether it was analyzed or not. */
export async function readContents(
  target: Target,
  { platform }: ReportOptions,
  { stored }: ReadingOptions,
): Promise<Result<ImageContents, Failure>> {
  return told(async () => {
    const { digest, reference } = target;
    return ok(contentsOf(digest, await openStored(digest, reference, stored, platform)));
  });
}

function contentsOf(asked: Digest, opened: OpenedImage): ImageContents {
  const { digest = asked, platform, config } = opened;
  const { history: _, diffIds: __, ...facts } = config;
  return {
    digest,
    platform: formatPlatform(platform),
    config: facts,
    checks: configChecks(config, platform),
    lines: linesOf(opened),
  };
}

/** History and layers in their order; where they do not fit, the layers alone. */
function linesOf({ config, layers }: OpenedImage): readonly ImageLine[] {
  const made = layers.map((layer, index): ImageLine => ({ index, ...layerOf(layer) }));
  if (!historyOf(config, layers.length)) return made;
  const rest = made.values();
  return config.history.map(({ isEmptyLayer, ...told }) =>
    isEmptyLayer ? told : { ...told, ...rest.next().value },
  );
}

function layerOf({ digest, diffId, size, mediaType }: OpenedImage['layers'][number]): ImageLine {
  return {
    ...(digest && { digest }),
    ...(diffId && { diffId }),
    ...(size !== undefined && { compressedSize: size }),
    ...(mediaType !== undefined && { mediaType }),
  };
}
