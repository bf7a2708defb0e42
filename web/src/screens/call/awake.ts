// Keeps the screen on while a call is on it.

/**
 * Asks the browser not to dim the screen until the result is called. A hidden page loses the lock
 * (W3C Screen Wake Lock §6) and asks again when it is seen; a browser that refuses changes nothing.
 */
export function stayAwake(): () => void {
  const lock = 'wakeLock' in navigator ? navigator.wakeLock : null;
  let held: WakeLockSentinel | null = null;
  let over = false;

  async function ask() {
    if (over || document.hidden) return;
    const sentinel = await lock?.request('screen').catch(() => null);
    if (over) await sentinel?.release();
    else held = sentinel ?? null;
  }
  const seen = () => void ask();
  document.addEventListener('visibilitychange', seen);
  void ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', seen);
    void held?.release();
  };
}
