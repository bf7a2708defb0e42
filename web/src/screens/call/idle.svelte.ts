// Has nobody moved the pointer or pressed a key for a while?

const IDLE_MS = 3000;

export class Idle {
  idle = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Watches until the result is called; a device without a hovering pointer is never idle. */
  start(): () => void {
    if (!matchMedia('(hover: hover)').matches) return () => undefined;
    const wake = () => {
      clearTimeout(this.timer);
      this.idle = false;
      this.timer = setTimeout(() => {
        this.idle = true;
      }, IDLE_MS);
    };
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
    for (const name of events) addEventListener(name, wake);
    wake();
    return () => {
      clearTimeout(this.timer);
      for (const name of events) removeEventListener(name, wake);
    };
  }
}
