import { useState } from 'react';
import { readVisits, visited, writeVisits } from '../../data/last-visit.ts';

/** When somebody was here before, in milliseconds since 1970; 0: never, as far as this browser knows. */
export function useLastVisit(name: string): number {
  const [before] = useState(() => {
    const key = `drydock-visits-${name}`;
    const visits = visited(readVisits(localStorage.getItem(key)), Date.now());
    localStorage.setItem(key, writeVisits(visits));
    return visits.before;
  });
  return before;
}
