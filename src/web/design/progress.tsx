import './progress.css';
import type { ReactNode } from 'react';
import type { AnalysisState } from '../../api/contract/index.ts';
import { bytesText } from './quantity-text.ts';

/** How far something is, of a whole that is known. */
export function Progress(props: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** `layer 3 of 9, 41 MB of 119 MB` */
  readonly text?: string;
}): ReactNode {
  const { label, value, max, text } = props;
  return (
    <div className="progress">
      <progress aria-label={label} value={Math.min(value, max)} max={max > 0 ? max : 1} />
      {text !== undefined && <span>{text}</span>}
    </div>
  );
}

/** Of an analysis that runs: by bytes, for layers differ a thousandfold. */
export function AnalysisProgress({ state }: { readonly state: AnalysisState }): ReactNode {
  if (state.kind !== 'analyzing') return null;
  const { layersDone, layers, bytes, totalBytes } = state;
  return (
    <Progress
      label="Analysis"
      value={bytes}
      max={totalBytes}
      text={`${layersDone} of ${layers} layers, ${bytesText(bytes)} of ${bytesText(totalBytes)}`}
    />
  );
}
