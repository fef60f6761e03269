import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useOperation } from '../../../data/operation.ts';
import { Select } from '../../../design/fields.tsx';
import { agoText } from '../../../design/quantity-text.ts';
import { useNow } from '../../../design/use-now.ts';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import type { Previous } from '../use-previous.ts';

/** As many tags as somebody looks through; typing finds the others. */
const TAGS_ASKED = 50;

/** A digest that somebody pastes. */
const DIGEST = /^sha256:[a-f0-9]{64}$/;

/** Chooses the other image: an earlier push, another tag, or any digest. */
export function CompareWith(props: {
  readonly image: ShownImage;
  readonly present: string | undefined;
  readonly previous: Previous | undefined;
}): ReactNode {
  const { image, present, previous } = props;
  const { ns, repo, reference } = image;
  const { show } = useImageSearch();
  const [typed, setTyped] = useState('');
  const now = useNow();
  const tags = useOperation('listTags', {
    namespace: ns,
    repository: repo,
    sort: 'newest',
    limit: TAGS_ASKED,
    ...(typed !== '' && !DIGEST.test(typed) && { search: typed.slice(0, 200) }),
  });
  const names = (tags.data?.items ?? []).map(({ name }) => name);
  const labels = new Map(names.filter((name) => name !== reference).map((name) => [name, name]));
  for (const own of [present, DIGEST.test(typed) ? typed : undefined]) {
    if (own !== undefined) labels.set(own, own);
  }
  if (previous) labels.set(previous.digest, previousText(previous, now));
  return (
    <div className="compare-with">
      <Select
        label="Compare with"
        placeholder="A tag, or a digest"
        searchable
        data={[...labels].map(([value, label]) => ({ value, label }))}
        value={present ?? null}
        onSearchChange={(text) => setTyped(labelled(text, labels) ? '' : text)}
        onChange={(before) => show({ before: before ?? undefined })}
      />
      {present !== undefined && <Swap image={image} other={present} />}
    </div>
  );
}

/** The other one's page, compared with this one. */
function Swap(props: { readonly image: ShownImage; readonly other: string }): ReactNode {
  const { image, other } = props;
  const { ns, repo, reference } = image;
  const at = DIGEST.test(other) ? 'digests' : 'tags';
  const path: string = `/r/${ns}/${encodeURIComponent(repo)}/${at}/${other}/compare`;
  return (
    <Link
      className="compare-swap"
      to={path}
      search={({ platform }) => ({ platform, before: reference })}
    >
      Swap the two
    </Link>
  );
}

function previousText({ at, digest }: Previous, now: number): string {
  return `the push before, ${agoText(Date.parse(at), now)} (${digest.slice(7, 19)})`;
}

/** The field shows the label of what is chosen, which nobody typed. */
function labelled(text: string, labels: ReadonlyMap<string, string>): boolean {
  return [...labels.values()].includes(text);
}
