// Which short notices are on the screen for a while?

interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void } | undefined;
}

/** How long a notice stays; longer holds the screen, shorter cannot be read twice. */
const SHOWN_MS = 6_000;
/** With an action it waits for a hand to reach it. */
const SHOWN_WITH_ACTION_MS = 12_000;

/** What Toasts.svelte shows, oldest first. */
export const toasts: Toast[] = $state([]);
let next = 0;

/** Shows one line, perhaps with one action such as Undo, and takes it away by itself. */
export function toast(text: string, action?: Toast['action']): void {
  const id = (next += 1);
  toasts.push({ id, text, action });
  setTimeout(() => dismiss(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
}

/** Takes a notice away now. */
export function dismiss(id: number): void {
  const at = toasts.findIndex((shown) => shown.id === id);
  if (at >= 0) toasts.splice(at, 1);
}
