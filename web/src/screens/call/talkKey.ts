// Hold the space bar to talk while muted.

/** Held shorter than this (ms), a press on the mute button is the press of a button. */
const TAP_MS = 300;
const OTHERS = 'button, a[href], input, select, textarea, [tabindex], [contenteditable]';

export class TalkKey {
  private since: number | null = null;

  /** `home` is the mute button: the key keeps its sense there, since that is where the focus rests. */
  constructor(
    private readonly home: () => Element | null,
    private readonly mute: (muted: boolean) => void,
  ) {}

  get held(): boolean {
    return this.since !== null;
  }

  down(event: KeyboardEvent, muted: boolean): void {
    if (event.key !== ' ') return;
    if (this.held) {
      event.preventDefault();
      return;
    }
    if (!muted || event.repeat || event.defaultPrevented || this.isForOther()) return;
    this.since = event.timeStamp;
    this.mute(false);
  }

  up(event: KeyboardEvent): void {
    if (event.key !== ' ' || this.since === null) return;
    // What follows a short press is a click, and that toggles.
    if (event.timeStamp - this.since >= TAP_MS) event.preventDefault();
    this.letGo();
  }

  /** The page lost the keyboard, so nobody knows whether the key is still down. */
  letGo(): void {
    if (this.since === null) return;
    this.since = null;
    this.mute(true);
  }

  private isForOther(): boolean {
    const active = document.activeElement;
    return active !== this.home() && (active?.matches(OTHERS) ?? false);
  }
}
