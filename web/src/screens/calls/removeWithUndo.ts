// How does an entry leave the list, and how long can it come back?

import * as words from '../../i18n/generated/calls';
import type { App } from '../../state/app.svelte';
import { UNDO_MS } from '../../state/calls.svelte';
import { dismiss, toast, toasts } from '../../ui/toasts.svelte';

/** Takes an entry out of the own list; a notice offers to bring it back while that is possible. */
export function removeWithUndo(app: App, call: string): void {
  const undo = app.history.remove(call);
  toast(words.removed(), { label: words.undo(), run: undo });
  const notice = toasts.at(-1)?.id;
  if (notice !== undefined) setTimeout(() => dismiss(notice), UNDO_MS);
}
