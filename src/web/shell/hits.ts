import type { Found } from '../../api/contract/index.ts';
import { repositoryParams } from '../repository-path.ts';

/** Somewhere to go. */
export interface Hit {
  readonly id: string;
  readonly text: string;
  readonly kind: string;
  readonly place: {
    readonly to: string;
    readonly params?: Record<string, string>;
    readonly search?: Record<string, string>;
  };
}

/** What a search answers. */
export type Hits = Pick<Found, 'repositories' | 'tags' | 'packages' | 'vulnerabilities'>;

/** In the order in which they are shown. */
export function hitsOf({ repositories, tags, packages, vulnerabilities }: Hits): readonly Hit[] {
  return [
    ...repositories.map(({ name }) => ({
      id: `r ${name}`,
      text: name,
      kind: 'repository',
      place: { to: '/r/$ns/$repo', params: repositoryParams(name) },
    })),
    ...tags.map(({ repository, tag }) => ({
      id: `t ${repository}:${tag}`,
      text: `${repository}:${tag}`,
      kind: 'tag',
      place: { to: '/r/$ns/$repo/tags/$tag', params: { ...repositoryParams(repository), tag } },
    })),
    ...packages.map(({ type, name }) => ({
      id: `k ${type} ${name}`,
      text: name,
      kind: `${type} package`,
      place: { to: '/packages', search: { type, name } },
    })),
    ...vulnerabilities.map(({ id }) => vulnerabilityHit(id)),
  ];
}

/** Also of one that nobody knows here. */
export function vulnerabilityHit(id: string): Hit {
  const place = { to: '/vulnerabilities/$id', params: { id } };
  return { id: `v ${id}`, text: id, kind: 'vulnerability', place };
}
