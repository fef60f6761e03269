import './image-facts-line.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AnalysisResult } from '../../../../api/contract/index.ts';
import { CopyButton } from '../../../design/copy-box.tsx';
import { Ago, Bytes, Digest } from '../../../design/quantities.tsx';
import type { ShownImage } from '../shown-image.ts';
import { PlatformMenu } from './platform-menu.tsx';

/** What the image is, and how old what is known of it is. */
export function ImageFactsLine({ image }: { readonly image: ShownImage }): ReactNode {
  const { tag, manifest, shown, analysis } = image;
  const stored = tag ?? manifest;
  return (
    <ul className="image-facts">
      {analysis && analysis.platforms.length > 0 && (
        <li>
          <PlatformMenu image={image} />
        </li>
      )}
      {stored && (
        <>
          <li className="image-facts-digest">
            <Digest digest={stored.digest} />
            <CopyButton text={stored.digest} label="digest" />
          </li>
          <li>
            <Bytes value={stored.compressedSize} />
          </li>
        </>
      )}
      {tag && (
        <li>
          pushed <Ago at={tag.pushedAt} /> by {tag.pushedBy}
        </li>
      )}
      {shown?.result && <ResultFacts result={shown.result} />}
      {manifest && <Tags image={image} tags={manifest.tags} />}
    </ul>
  );
}

function ResultFacts({ result }: { readonly result: AnalysisResult }): ReactNode {
  const { snapshot, analyzedAt, isPresentRevision, newerAgree } = result;
  return (
    <>
      <li>
        analyzed <Ago at={analyzedAt} />
      </li>
      {snapshot && (
        <li title={snapshot.digest}>
          {snapshot.isStarter ? 'starter advisories' : `advisories #${snapshot.number}`},{' '}
          <Ago at={snapshot.createdAt} />
          {newerAgree === true && ', the newest say the same'}
        </li>
      )}
      {!isPresentRevision && <li>newer advisories or a newer analyzer are here: re-run it</li>}
    </>
  );
}

const TAGS_SHOWN = 5;

/** What points to a digest now. */
function Tags(props: { readonly image: ShownImage; readonly tags: readonly string[] }): ReactNode {
  const { tags, image } = props;
  const { ns, repo } = image;
  if (tags.length === 0) return <li>no tag points to it</li>;
  return (
    <li>
      tagged{' '}
      {tags.slice(0, TAGS_SHOWN).map((tag, at) => (
        <span key={tag}>
          {at > 0 && ', '}
          <Link to="/r/$ns/$repo/tags/$tag" params={{ ns, repo, tag }}>
            {tag}
          </Link>
        </span>
      ))}
      {tags.length > TAGS_SHOWN && ` and ${tags.length - TAGS_SHOWN} more`}
    </li>
  );
}
