// Where does the focus belong once a ring is over?

/**
 * Remembers from where the focus comes into `node`; the result gives it back there, unless it went
 * elsewhere meanwhile.
 */
export function givesFocusBack(node: HTMLElement): () => void {
  /** A sheet that belongs to the ring may be among them, and is gone by the end. */
  const before: HTMLElement[] = [];
  const came = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof HTMLElement && !node.contains(relatedTarget))
      before.push(relatedTarget);
  };
  node.addEventListener('focusin', came);
  const give = () => {
    const active = document.activeElement;
    const lost = active === null || active === document.body || node.contains(active);
    const home = before.findLast((it) => it.isConnected && !it.closest('[inert]'));
    if (lost) home?.focus({ preventScroll: true });
  };
  return () => {
    give();
    // A sheet that goes with the ring keeps the page unusable until it, too, is gone.
    queueMicrotask(give);
  };
}
