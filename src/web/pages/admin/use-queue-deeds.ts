import { useChange } from '../../data/operation.ts';
import { useToast } from '../../design/toast.tsx';

const CHANGES = ['getQueue', 'listQueueItems'] as const;

type Which = { readonly digests: readonly string[] } | { readonly all: true };

/** Runs failed analyses again, or gives waiting ones up, and says how many. */
export function useQueueDeeds() {
  const say = useToast();
  const retry = useChange('retryAnalyses', {
    changes: CHANGES,
    onDone: ({ queued }) =>
      say(
        queued > 0
          ? { kind: 'good', text: `${analyses(queued)} queued again` }
          : { kind: 'bad', text: 'Nothing was queued: analysis is no longer active there' },
      ),
  });
  const cancel = useChange('cancelAnalyses', {
    changes: CHANGES,
    onDone: ({ cancelled }) => say({ kind: 'good', text: `${analyses(cancelled)} cancelled` }),
  });
  return {
    retry: (which: Which) => retry.mutate({ body: which }),
    cancel: (which: Which) => cancel.mutate({ body: which }),
    isBusy: retry.isPending || cancel.isPending,
    error: retry.error ?? cancel.error,
  };
}

function analyses(count: number): string {
  return count === 1 ? '1 analysis is' : `${count.toLocaleString('en')} analyses are`;
}
