// What time is it for the server, whatever the own clock says and however it is set meanwhile?

/** Further off than this, the person is told to check their clock (product 3.2). */
export const CLOCK_OFF_MS = 20_000;

/** Runs on `performance.now()`, which no step of the own clock moves; times are ms since 1970. */
export class ServerClock {
  /** Until the server has told its time, the own one must do. */
  private ahead = Date.now() - performance.now();

  /** Takes the server's time, in RFC 3339. */
  set(serverTime: string): void {
    this.ahead = Date.parse(serverTime) - performance.now();
  }

  now(): number {
    return performance.now() + this.ahead;
  }

  /** Whether the own clock is so far off that it should be checked. */
  get isOwnOff(): boolean {
    return Math.abs(Date.now() - this.now()) > CLOCK_OFF_MS;
  }
}
