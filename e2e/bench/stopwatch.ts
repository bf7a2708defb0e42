// When did a page see a tap, a ring, the first sound and the first picture?
//
// The same script runs in Bobwhite's pages and in the bare ones, so that both are timed alike.

export interface Marks {
  /** The last click, as the browser stamped its input. */
  tap: number;
  /** A button to accept stands on the screen. */
  ring: number;
  /** That button is gone again. */
  quiet: number;
  /** The connection of the call is closed. */
  released: number;
  sound: number;
  picture: number;
}

export type Mark = keyof Marks;

declare global {
  interface Window {
    /** Instants in ms since 1970, with fractions; a mark that has not happened is missing. */
    marks: Partial<Marks>;
    /** What the page's last connection was made with. */
    ice: RTCConfiguration | undefined;
  }
}

/** Runs before everything else in a page. */
export function installStopwatch(): void {
  const at = (instant = performance.now()): number => performance.timeOrigin + instant;
  window.marks = {};
  addEventListener('click', (event) => (window.marks.tap = at(event.timeStamp)), true);

  const isRing = (button: Element): boolean => button.textContent?.trim() === 'Accept audio';
  new MutationObserver(() => {
    const rings = [...document.querySelectorAll('button')].some(isRing);
    const name = rings ? 'ring' : 'quiet';
    if (window.marks[name] || (!rings && !window.marks.ring)) return;
    requestAnimationFrame(() => (window.marks[name] ??= at()));
  }).observe(document, { childList: true, subtree: true, characterData: true });

  const watchPicture = (track: MediaStreamTrack): void => {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    video.requestVideoFrameCallback(() => {
      window.marks.picture ??= at();
      video.srcObject = null;
    });
    void video.play();
  };
  const watchSound = (receiver: RTCRtpReceiver): void => {
    const heard = receiver.getSynchronizationSources().some((source) => source.audioLevel ?? 0);
    if (heard) window.marks.sound ??= at();
    else if (receiver.track.readyState === 'live') setTimeout(() => watchSound(receiver));
  };
  const Original = RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.ice = configuration;
      this.addEventListener('track', ({ receiver, track }) => {
        if (track.kind === 'video') watchPicture(track);
        else watchSound(receiver);
      });
    }

    override close(): void {
      super.close();
      window.marks.released ??= at();
    }
  };
}
