// When does a press ask for the options of something: the right button, or a long touch?

/** How long a finger rests; Android says so itself by `contextmenu`, iOS does not. */
const LONG_PRESS_MS = 450;

/**
 * Calls `open` for both; the result stops it. A touch opens as it ends, because the browser closes
 * a popover that opened under a resting finger.
 */
export function onContextMenu(node: HTMLElement, open: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touching = false;
  let asked = false;

  const began = () => {
    touching = true;
    asked = false;
    timer = setTimeout(() => (asked = true), LONG_PRESS_MS);
  };
  const moved = () => {
    clearTimeout(timer);
    asked = false;
  };
  const ended = (event: Event) => {
    clearTimeout(timer);
    touching = false;
    if (!asked) return;
    event.preventDefault();
    setTimeout(open);
  };
  const menu = (event: Event) => {
    event.preventDefault();
    if (touching) asked = true;
    else open();
  };
  const steps: [string, (event: Event) => void][] = [
    ['touchstart', began],
    ['touchmove', moved],
    ['touchcancel', moved],
    ['touchend', ended],
    ['contextmenu', menu],
  ];
  for (const [type, step] of steps) {
    node.addEventListener(type, step, { passive: type !== 'touchend' && type !== 'contextmenu' });
  }
  return () => {
    clearTimeout(timer);
    for (const [type, step] of steps) node.removeEventListener(type, step);
  };
}
