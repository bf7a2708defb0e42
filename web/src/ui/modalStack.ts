// Which part of the page may be used while a sheet or a dialog is open?
//
// Everything else is inert, so focus cannot leave. What stands in a Layer of its own, such as a
// ringing call, stays usable: a dialog that is open by chance must not keep anybody from answering.

const stack: HTMLElement[] = [];
/** Those that leave what is below them usable. */
const beside = new WeakSet<HTMLElement>();

/**
 * Makes `node` the only usable part of the app, or one more when it `leavesUsable` what it is about;
 * the result undoes it and gives the focus back.
 */
export function holdFocus(node: HTMLElement, leavesUsable = false): () => void {
  const before = document.activeElement;
  if (leavesUsable) beside.add(node);
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
  const app = document.querySelector<HTMLElement>('#app');
  let usable = true;
  for (const part of [app, ...stack].reverse()) {
    if (!part) continue;
    part.inert = !usable;
    usable &&= beside.has(part);
  }
}
