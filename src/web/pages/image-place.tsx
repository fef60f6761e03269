import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Digest } from '../design/quantities.tsx';
import { repositoryParams } from '../repository-path.ts';

/** An image among many: what list of images of the whole fleet tell of it. */
export interface PlacedImage {
  readonly repository: string;
  readonly digest: string;
  readonly platform: string;
  readonly tags: readonly string[];
}

export function RepositoryLink({ name }: { readonly name: string }): ReactNode {
  return (
    <Link to="/r/$ns/$repo" params={repositoryParams(name)} title={name}>
      {name}
    </Link>
  );
}

/** So many tags of one image are read at a glance. */
const FEW = 3;

/** The tags that lead to it, each to its report; the digest, where none does. */
export function ImageLinks(props: {
  readonly image: PlacedImage;
  /** What its report is to show. */
  readonly search: Readonly<Record<string, string>>;
}): ReactNode {
  const { image, search } = props;
  const { ns, repo } = repositoryParams(image.repository);
  const shown = { platform: image.platform, ...search };
  if (image.tags.length === 0) {
    return (
      <Link
        to="/r/$ns/$repo/digests/$digest"
        params={{ ns, repo, digest: image.digest }}
        search={shown}
      >
        <Digest digest={image.digest} />
      </Link>
    );
  }
  const more = image.tags.length - FEW;
  return (
    <span title={image.tags.join('\n')}>
      {image.tags.slice(0, FEW).map((tag, at) => (
        <span key={tag}>
          {at > 0 && ', '}
          <Link to="/r/$ns/$repo/tags/$tag" params={{ ns, repo, tag }} search={shown}>
            {tag}
          </Link>
        </span>
      ))}
      {more > 0 && ` +${more}`}
    </span>
  );
}
