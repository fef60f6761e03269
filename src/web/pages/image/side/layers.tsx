import './layers.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ImageLayer } from '../../../../api/contract/index.ts';
import { useOperation } from '../../../data/operation.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { Bytes } from '../../../design/quantities.tsx';
import { SomeSeverities } from '../../../design/severity.tsx';
import { splitInstruction } from '../instruction.ts';
import type { ShownImage } from '../shown-image.ts';
import { listOf, toggled, useImageSearch } from '../use-image-search.ts';

/** The layers, the lowest first. Those chosen filter the report. */
export function Layers({ image }: { readonly image: ShownImage }): ReactNode {
  const { search, show } = useImageSearch();
  const hasResult = image.shown?.result?.summary !== undefined;
  const layers = useOperation('getLayers', image.ask, { enabled: hasResult });
  if (!hasResult) return null;
  const chosen = listOf(search.layer);
  const items = layers.data?.layers.filter(({ index }) => index !== undefined);
  return (
    <section className="layers" aria-labelledby="layers">
      <header>
        <h2 id="layers">Layers</h2>
        {chosen.length > 0 && (
          <button type="button" className="layers-clear" onClick={() => show({ layer: undefined })}>
            Show all
          </button>
        )}
      </header>
      {items ? (
        <ol>
          {items.map((layer) => (
            <li key={layer.index}>
              <LayerRow
                layer={layer}
                path={image.path}
                isChosen={chosen.includes(String(layer.index))}
                next={toggled(search.layer, String(layer.index))}
              />
            </li>
          ))}
        </ol>
      ) : layers.error ? (
        <ErrorState error={layers.error} onRetry={() => void layers.refetch()} />
      ) : (
        <div className="layers-loading" aria-hidden="true" />
      )}
    </section>
  );
}

/** A place to go, so that it can be linked and gone back from; it says whether it is chosen. */
function LayerRow(props: {
  readonly layer: ImageLayer;
  readonly path: string;
  readonly isChosen: boolean;
  readonly next: string | undefined;
}): ReactNode {
  const { layer, isChosen, next } = props;
  const { index = 0, createdBy = '', size, compressedSize, packages } = layer;
  const [keyword, rest] = splitInstruction(createdBy);
  return (
    <Link
      to="."
      search={(old) => ({ ...old, layer: next, open: undefined })}
      resetScroll={false}
      className="layer"
      aria-current={isChosen ? 'true' : undefined}
      title={createdBy}
    >
      <span className="layer-index">{index + 1}</span>
      <span className="layer-text">
        <span className="layer-line">
          {keyword !== '' && <b>{keyword}</b>} {rest === '' ? 'not known how' : rest}
        </span>
        <span className="layer-figures">
          <Bytes value={size ?? compressedSize ?? 0} />
          {packages > 0 && (
            <span>
              {packages === 1 ? '1 package' : `${packages.toLocaleString('en')} packages`}
            </span>
          )}
          <SomeSeverities counts={layer.counts} />
        </span>
      </span>
    </Link>
  );
}
