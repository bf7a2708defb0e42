// Which part of the page may be used while a sheet or a dialog is open?
//
// Everything else is inert, so focus cannot leave. What stands in a Layer of its own, such as a
// ringing call, stays usable: a dialog that is open by chance must not keep anybody from answering.

const stack: HTMLElement[] = [];

/** Makes `node` the only usable part of the app; the result undoes it and gives the focus back. */
export function holdFocus(node: HTMLElement): () => void {
  const before = document.activeElement;
  stack.push(node);
  settle();
  const first =
    node.querySelector<HTMLElement>('[data-focus-first]') ??
    node.querySelector<HTMLElement>('button, [href], input, textarea, select');
  first?.focus({ preventScroll: true });
  return () => {
    const mine = node.contains(document.activeElement) || document.activeElement === document.body;
    stack.splice(stack.indexOf(node), 1);
    settle();
    if (mine && before instanceof HTMLElement && before.isConnected) before.focus();
  };
}

/** Whether `node` is what Escape should close; an open popover goes first. */
export function isOnTop(node: HTMLElement): boolean {
  return stack.at(-1) === node && !document.querySelector(':popover-open');
}

function settle() {
  const top = stack.at(-1);
  const app = document.querySelector<HTMLElement>('#app');
  for (const part of [app, ...stack]) if (part) part.inert = top !== undefined && part !== top;
}
