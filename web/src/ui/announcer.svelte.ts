// What should a screen reader say although nothing has the focus?

import { untrack } from 'svelte';

interface Line {
  id: number;
  text: string;
}
type Manner = 'polite' | 'assertive';

/** The last few lines of each manner, shown by Announcements.svelte to screen readers only. */
export const lines: Record<Manner, Line[]> = $state({ polite: [], assertive: [] });
let next = 0;

/** Says `text` when the reader pauses, or at once if it is assertive: rings and lost calls only. */
export function announce(text: string, manner: Manner = 'polite'): void {
  // An effect that says something does not follow what is said.
  const before = untrack(() => lines[manner].slice(-2));
  lines[manner] = [...before, { id: (next += 1), text }];
}
