// Which minute is it, for words such as "today" that must change while a page stays open?

const MINUTE_MS = 60_000;

class Now {
  minute = $state.raw(new Date());
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Keeps time until the result is called. */
  start(): () => void {
    const tick = () => {
      this.minute = new Date();
      this.timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
    };
    tick();
    return () => clearTimeout(this.timer);
  }
}

export const now = new Now();
