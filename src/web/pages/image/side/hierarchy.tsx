import './hierarchy.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type {
  BaseUse,
  HierarchyLevel,
  KnownBase,
  SeverityCounts,
} from '../../../../api/contract/index.ts';
import { useOperation } from '../../../data/operation.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { SomeSeverities } from '../../../design/severity.tsx';
import { repositoryParams } from '../../../repository-path.ts';
import type { ShownImage } from '../shown-image.ts';
import { tabPath } from '../shown-image.ts';

/** What the image is built on, the lowest first, and what is built on it; nothing where none is known. */
export function Hierarchy({ image }: { readonly image: ShownImage }): ReactNode {
  const hasResult = image.shown?.result?.summary !== undefined;
  const answer = useOperation('getHierarchy', image.ask, { enabled: hasResult });
  if (answer.error && !answer.data) {
    return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (!hasResult || !answer.data) return null;
  const { levels, own, uses } = answer.data;
  if (levels.length === 0 && uses.length === 0) return null;
  return (
    <section className="hierarchy" aria-labelledby="hierarchy">
      <h2 id="hierarchy">{levels.length > 0 ? 'Built from' : 'Base image'}</h2>
      {levels.length > 0 && (
        <ol>
          {levels.toReversed().map((level) => (
            <li key={level.layers}>
              <Level level={level} path={tabPath(image, 'fixes')} />
            </li>
          ))}
          <li>
            <span className="hierarchy-name">Yours</span>
            <Figures text="the layers above" counts={own} />
          </li>
        </ol>
      )}
      {uses.length > 0 && <Uses uses={uses} />}
    </section>
  );
}

function Level(props: { readonly level: HierarchyLevel; readonly path: string }): ReactNode {
  const { level, path } = props;
  const { layers, confidence, counts, images, elsewhere } = level;
  const [first] = images;
  const moved = images.find(({ isCurrent }) => !isCurrent);
  return (
    <>
      <span className="hierarchy-name">
        {first ? <BaseLink base={first} /> : elsewhere[0]?.reference}
      </span>
      <Figures
        text={`${layers} ${layers === 1 ? 'layer' : 'layers'}${SURE[confidence]}`}
        counts={counts}
      >
        {moved && (
          <Link to={path} className="hierarchy-news">
            {moved.tag} leads elsewhere by now
          </Link>
        )}
      </Figures>
    </>
  );
}

const SURE: Readonly<Record<HierarchyLevel['confidence'], string>> = {
  certain: ', as its provenance says',
  high: '',
  medium: ', one of several that have them',
};

/** By its digest, where the tag leads to another image by now. */
function BaseLink({ base }: { readonly base: KnownBase }): ReactNode {
  const { repository, tag, digest, isCurrent } = base;
  const text = `${repository}:${tag}`;
  const params = repositoryParams(repository);
  return isCurrent ? (
    <Link to="/r/$ns/$repo/tags/$tag" params={{ ...params, tag }} title={text}>
      {text}
    </Link>
  ) : (
    <Link to="/r/$ns/$repo/digests/$digest" params={{ ...params, digest }} title={text}>
      {text}
    </Link>
  );
}

function Figures(props: {
  readonly text: string;
  readonly counts: SeverityCounts | undefined;
  readonly children?: ReactNode;
}): ReactNode {
  const { text, counts, children } = props;
  const isNone = counts && Object.values(counts).every((count) => count === 0);
  return (
    <span className="hierarchy-figures">
      <span>{text}</span>
      {counts && (isNone === true ? <span>no findings</span> : <SomeSeverities counts={counts} />)}
      {children}
    </span>
  );
}

function Uses({ uses }: { readonly uses: readonly BaseUse[] }): ReactNode {
  const stale = uses.filter(({ isStale }) => isStale).length;
  return (
    <details className="hierarchy-uses">
      <summary>
        {uses.length.toLocaleString('en')} {uses.length === 1 ? 'image is' : 'images are'} built on
        it
        {stale > 0 && `, ${stale.toLocaleString('en')} on an older one`}
      </summary>
      <ul>
        {uses.map(({ repository, tag, digest, isStale }) => (
          <li key={`${repository} ${tag} ${digest}`}>
            <Link to="/r/$ns/$repo/tags/$tag" params={{ ...repositoryParams(repository), tag }}>
              {repository}:{tag}
            </Link>
            {isStale && <span className="hierarchy-older">on an older one</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
