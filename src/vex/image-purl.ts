import type { Purl } from '../model/index.ts';
import { formatPurl } from '../model/index.ts';
import type { Report } from '../report/index.ts';
import type { VexTarget } from './product.ts';

/** By which the image is known elsewhere; absent where it has neither a digest nor a place in a registry. */
export function imagePurl({ image }: Report, { repository, tag }: VexTarget): Purl | undefined {
  const digest = image.digest ?? image.imageId;
  if (digest === undefined && repository === undefined) return undefined;
  return formatPurl({
    type: 'oci',
    name: lastOf(repository ?? image.reference),
    version: digest ?? '',
    qualifiers: {
      arch: image.platform?.split('/')[1] ?? '',
      repository_url: repository ?? '',
      tag: tag ?? '',
    },
  });
}

/** Of a repository, a file or a folder its own name. */
function lastOf(path: string): string {
  const last = path.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  return last.replace(/:[^:]*$/, '') || 'image';
}
