import type { AnalysisState, SeverityCounts } from '../../api/contract/index.ts';
import { bytesText, countText } from '../text/amounts.ts';
import type { Painter } from '../text/painter.ts';
import { printable } from '../text/printable.ts';

/** Where an analysis is, in a few words. */
export function stateText(state: AnalysisState): string {
  const { kind } = state;
  if (kind === 'unsupported' || kind === 'too_large' || kind === 'failed' || kind === 'cancelled') {
    return endText(state);
  }
  if (kind === 'queued') {
    return state.position > 1 ? `queued, ${countText(state.position - 1)} before it` : 'queued';
  }
  if (kind === 'analyzing') {
    const { layersDone, layers, bytes, totalBytes } = state;
    const read = `${bytesText(bytes)} of ${bytesText(totalBytes)}`;
    return `analyzing, ${layersDone} of ${layers} layers, ${read}`;
  }
  if (kind === 'complete_with_gaps') {
    return `complete with ${countText(state.gapCount)} ${state.gapCount === 1 ? 'gap' : 'gaps'}`;
  }
  return WORDS[kind];
}

const WORDS = {
  inactive: 'analysis is off',
  not_analyzed: 'not analyzed',
  matching: 'matching',
  complete: 'complete',
  no_packages: 'no packages',
  no_advisory_coverage: 'no advisory coverage',
} as const;

type End = Extract<
  AnalysisState,
  { readonly kind: 'unsupported' | 'too_large' | 'failed' | 'cancelled' }
>;

function endText(state: End): string {
  switch (state.kind) {
    case 'unsupported':
      return printable(`not analyzable: ${state.message}`);
    case 'too_large':
      return printable(`too large: ${state.limit} ${state.actual} over ${state.allowed}`);
    case 'failed':
      return printable(`failed (try ${state.attempt}): ${state.message} [${state.code}]`);
    case 'cancelled':
      return printable(`cancelled by ${state.by}`);
  }
}

const MARKS = [
  ['critical', 'C', ['bold', 'red']],
  ['high', 'H', 'red'],
  ['medium', 'M', 'yellow'],
  ['low', 'L', 'cyan'],
  ['unknown', '?', 'magenta'],
] as const;

/** `2C 11H 37M 64L 3?`, each only with colour where it is not zero. */
export function countsText(counts: SeverityCounts, painter: Painter): string {
  return MARKS.filter(([severity]) => severity !== 'unknown' || counts.unknown > 0)
    .map(([severity, letter, style]) => {
      const text = `${countText(counts[severity])}${letter}`;
      return painter.paint(counts[severity] > 0 ? style : 'gray', text);
    })
    .join(' ');
}

/** Whether nothing more happens by itself. */
export function hasEnded({ kind }: AnalysisState): boolean {
  return !['queued', 'analyzing', 'matching'].includes(kind);
}

/** Whether there is a report to read. */
export function hasReport({ kind }: AnalysisState): boolean {
  return ['complete', 'complete_with_gaps', 'no_packages', 'no_advisory_coverage'].includes(kind);
}
