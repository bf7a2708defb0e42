// Where does a popover go, so that it stays beside its button and inside the window?

const GAP = 8;

interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/**
 * The top left corner, in CSS pixels, for something of `width` by `height` below `anchor`, or above
 * where there is no room below; `align` says which of the anchor's sides it keeps to.
 */
export function place(
  anchor: Box,
  width: number,
  height: number,
  view: { width: number; height: number },
  align: 'left' | 'right',
): { left: number; top: number } {
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - height;
  const lowest = view.height - height - GAP;
  const fits = below <= lowest;
  const wanted = align === 'left' ? anchor.left : anchor.right - width;
  return {
    top: Math.max(GAP, fits || above < GAP ? Math.min(below, lowest) : above),
    left: Math.max(GAP, Math.min(wanted, view.width - width - GAP)),
  };
}
