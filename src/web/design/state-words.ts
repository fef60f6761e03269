import type { AnalysisState } from '../../api/contract/index.ts';
import { gapWords } from './gap-words.ts';
import { agoText, bytesText } from './quantity-text.ts';

export type StateLook = 'done' | 'partial' | 'working' | 'waiting' | 'broken' | 'off' | 'blind';

export interface StateWords {
  readonly look: StateLook;
  readonly word: string;
  /** What it means, and the next step. */
  readonly next: string;
}

type WordsOf = {
  readonly [Kind in AnalysisState['kind']]: (
    state: Extract<AnalysisState, { readonly kind: Kind }>,
  ) => StateWords;
};

const WORDS: WordsOf = {
  inactive: () => ({
    look: 'off',
    word: 'Analysis off',
    next: 'Activate image analysis in the settings of the repository.',
  }),
  not_analyzed: () => ({
    look: 'off',
    word: 'Not analyzed',
    next: 'Pushed while analysis was off: push it again, or analyze it now.',
  }),
  queued: ({ position, etaSeconds }) => ({
    look: 'waiting',
    word: position === 1 ? 'Next in the queue' : `Queued, ${position}.`,
    next:
      etaSeconds === undefined
        ? 'Starts by itself.'
        : `Starts by itself in about ${Math.ceil(etaSeconds)} s.`,
  }),
  analyzing: ({ layersDone, layers, bytes, totalBytes }) => ({
    look: 'working',
    word:
      layers === 0
        ? 'Analyzing'
        : `Analyzing, layer ${Math.min(layersDone + 1, layers)} of ${layers}`,
    next: `${bytesText(bytes)} of ${bytesText(totalBytes)} read.`,
  }),
  matching: () => ({
    look: 'working',
    word: 'Matching advisories',
    next: 'The packages are known; the report is a moment away.',
  }),
  complete: () => ({
    look: 'done',
    word: 'Complete',
    next: 'Everything in the image that can be read was read.',
  }),
  complete_with_gaps: (state) => ({
    look: 'partial',
    word: state.gapCount === 1 ? 'Complete, 1 gap' : `Complete, ${state.gapCount} gaps`,
    next: gapWords(state).title,
  }),
  no_packages: () => ({
    look: 'blind',
    word: 'No packages found',
    next: 'Nothing in the image says what it is: push an SBOM for it.',
  }),
  no_advisory_coverage: () => ({
    look: 'blind',
    word: 'No advisory coverage',
    next: 'Nobody publishes advisories for this system, or its feed is missing: zero says nothing.',
  }),
  unsupported: ({ message }) => ({ look: 'blind', word: 'Not an image to analyze', next: message }),
  too_large: (state) => ({ look: 'broken', word: 'Too large', next: sizeText(state) }),
  failed: ({ message, nextRetryAt, attempt }) => ({
    look: 'broken',
    word: nextRetryAt === undefined ? 'Failed' : `Failed ${attempt}×, tried again`,
    next:
      nextRetryAt === undefined
        ? `${message} Run it again, or ask the operator.`
        : `${message} Tried again ${agoText(Date.parse(nextRetryAt), Date.now())}.`,
  }),
  cancelled: ({ by }) => ({
    look: 'off',
    word: 'Cancelled',
    next: `${by} cancelled it. Run it again when it is wanted.`,
  }),
};

/** Counting ends at the limit: then nobody knows how many there are. */
function sizeText({
  limit,
  allowed,
  actual,
}: Extract<AnalysisState, { readonly kind: 'too_large' }>): string {
  const size = SIZES[limit];
  const amount = (value: number): string =>
    size === undefined ? `${value.toLocaleString('en')} ${limit}` : `${bytesText(value)} ${size}`;
  const has = actual > allowed ? amount(actual) : `more than ${amount(allowed)}`;
  const most = size === undefined ? allowed.toLocaleString('en') : bytesText(allowed);
  const raise = size === undefined ? '' : ' The operator can raise that.';
  return `It has ${has}; at most ${most} are analyzed here.${raise}`;
}

/** Those that are configured; others are of the format. */
const SIZES: Readonly<Record<string, string>> = {
  compressedBytes: 'as stored',
  uncompressedBytes: 'unpacked',
};

export function stateWords(state: AnalysisState): StateWords {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry is that of this very kind
  const words = WORDS[state.kind] as (state: AnalysisState) => StateWords;
  return words(state);
}
