// Is somebody looking at this page right now?

class Attention {
  here = $state(true);

  /** Follows the window until the result is called. */
  start(): () => void {
    const look = () => {
      this.here = document.visibilityState === 'visible' && document.hasFocus();
    };
    const watched = [
      [window, 'focus'],
      [window, 'blur'],
      [document, 'visibilitychange'],
    ] as const;
    look();
    for (const [target, type] of watched) target.addEventListener(type, look);
    return () => {
      for (const [target, type] of watched) target.removeEventListener(type, look);
    };
  }
}

export const attention = new Attention();
