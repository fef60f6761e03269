import './image-frame.css';
import './print.css';
import type { ReactNode } from 'react';
import { ErrorState } from '../../design/error-state.tsx';
import { Page } from '../../design/page.tsx';
import { TabLinks } from '../../design/tab-links.tsx';
import { Answers } from './head/answers.tsx';
import { ImageActions } from './head/image-actions.tsx';
import { ImageFactsLine } from './head/image-facts-line.tsx';
import { ImageHeading } from './head/image-heading.tsx';
import { Fixes } from './head/fixes.tsx';
import { ImageTab } from './image-tab.tsx';
import { Hierarchy } from './side/hierarchy.tsx';
import { Layers } from './side/layers.tsx';
import { Platforms } from './side/platforms.tsx';
import { NoResults } from './states/no-results.tsx';
import { StateNotice } from './states/state-notice.tsx';
import type { ShownImage } from './shown-image.ts';
import type { ImageAddress } from './use-image.ts';
import { useImage } from './use-image.ts';

export interface ImageFrameProps extends ImageAddress {
  readonly tab: string | undefined;
}

/** The page of an image: what it is and whether it is bad, what to do, and the report in tabs. */
export function ImageFrame({ tab, ...address }: ImageFrameProps): ReactNode {
  const { ns, repo, reference, at } = address;
  const { image, error, refusal, refetch } = useImage(address);
  const repository = `/r/${ns}/${encodeURIComponent(repo)}`;
  const short = at === 'tags' ? reference : reference.slice(0, 19);
  return (
    <Page
      title={`${ns}/${repo}${at === 'tags' ? ':' : '@'}${short}`}
      heading={<ImageHeading image={image} />}
      crumbs={[
        { text: ns, to: `/ns/${ns}` },
        { text: repo, to: repository },
        { text: 'Tags', to: `${repository}/tags` },
        { text: short },
      ]}
      lead={<ImageFactsLine image={image} />}
      actions={<ImageActions image={image} />}
    >
      {error && !image.tag ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : refusal ? (
        <NoResults image={image} refusal={refusal} onRetry={refetch} />
      ) : (
        <Report image={image} tab={tab} />
      )}
    </Page>
  );
}

function Report({
  image,
  tab,
}: {
  readonly image: ShownImage;
  readonly tab: string | undefined;
}): ReactNode {
  const { path, shown, analysis } = image;
  const summary = shown?.result?.summary;
  // Its room is kept until it is known that there is nothing for it.
  const hasSide = !analysis || summary !== undefined || analysis.platforms.length > 1;
  return (
    <>
      <StateNotice image={image} />
      <Answers image={image} />
      <Fixes image={image} />
      <div className={hasSide ? 'image-columns' : 'image-columns image-columns-one'}>
        {hasSide && (
          <aside className="image-side" aria-label="What it is made of">
            <Platforms image={image} />
            <Hierarchy image={image} />
            <Layers image={image} />
          </aside>
        )}
        <div className="image-main">
          <TabLinks
            label="Report"
            tabs={[
              countedTab('Vulnerabilities', path, summary?.vulnerabilities, true),
              { text: 'Recommended fixes', to: `${path}/fixes` },
              countedTab('Packages', `${path}/packages`, summary?.packages),
              { text: 'Config & files', to: `${path}/config` },
              { text: 'Compare', to: `${path}/compare` },
              { text: 'SBOM & reports', to: `${path}/sbom` },
              { text: 'History', to: `${path}/history` },
            ]}
          />
          <ImageTab image={image} tab={tab} />
        </div>
      </div>
    </>
  );
}

function countedTab(
  text: string,
  to: string,
  count: number | undefined,
  exact = false,
): {
  readonly text: string;
  readonly to: string;
  readonly count?: number;
  readonly exact: boolean;
} {
  return { text, to, exact, ...(count !== undefined && { count }) };
}
