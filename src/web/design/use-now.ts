import { useSyncExternalStore } from 'react';

const STEP_MS = 10_000;

/** Milliseconds since 1970, by steps of ten seconds: what says how long ago something was stays true. */
export function useNow(): number {
  return useSyncExternalStore(tick, () => Math.floor(Date.now() / STEP_MS) * STEP_MS + STEP_MS);
}

function tick(changed: () => void): () => void {
  const timer = setInterval(changed, STEP_MS);
  return () => clearInterval(timer);
}
