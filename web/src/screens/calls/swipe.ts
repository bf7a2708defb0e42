// How does a finger push a row out of its list?

/** How far the finger must travel, as a share of the row's width. */
const FAR = 0.4;
/** Below this the finger may still be about to scroll, in CSS pixels. */
const SURE = 12;

/** Attaches to a row: a swipe towards its start or end that goes far enough calls `done`. */
export function swipe(done: () => void): (row: HTMLElement) => () => void {
  return (row) => {
    let startX = 0;
    let startY = 0;
    let moved: number | null = null;

    const move = (by: number | null) => {
      moved = by;
      row.style.translate = by === null ? '' : `${by}px`;
      row.style.opacity = by === null ? '' : String(1 - Math.abs(by) / row.offsetWidth);
    };
    const began = ({ touches: [touch] }: TouchEvent) => {
      if (touch) [startX, startY] = [touch.clientX, touch.clientY];
      move(null);
    };
    const moving = ({ touches: [touch] }: TouchEvent) => {
      if (!touch) return;
      const across = touch.clientX - startX;
      const along = Math.abs(touch.clientY - startY);
      if (moved !== null || (Math.abs(across) > SURE && Math.abs(across) > 2 * along)) move(across);
    };
    const ended = () => {
      const far = moved !== null && Math.abs(moved) > FAR * row.offsetWidth;
      move(null);
      if (far) done();
    };
    const steps = {
      touchstart: began,
      touchmove: moving,
      touchend: ended,
      touchcancel: () => move(null),
    };
    for (const [type, step] of Object.entries(steps)) {
      row.addEventListener(type, step as EventListener, { passive: true });
    }
    return () => {
      for (const [type, step] of Object.entries(steps)) {
        row.removeEventListener(type, step as EventListener);
      }
    };
  };
}
