// The other side's picture in a small window above all others, for who looks at something else.

/** One picture at a time can float; where the browser has no such window, none can. */
export class FloatingPicture {
  /** The picture that is on the screen now. */
  private video = $state.raw<HTMLVideoElement | null>(null);
  on = $state(false);
  private readonly known =
    document.pictureInPictureEnabled && 'requestPictureInPicture' in HTMLVideoElement.prototype;

  get possible(): boolean {
    return this.known && this.video !== null;
  }

  /** Lets `video` float; the result ends that, as the end of its picture does. */
  readonly carry = (video: HTMLVideoElement): (() => void) => {
    const look = () => {
      this.on = document.pictureInPictureElement === video;
    };
    const changes = ['enterpictureinpicture', 'leavepictureinpicture'] as const;
    for (const name of changes) video.addEventListener(name, look);
    this.video = video;
    return () => {
      for (const name of changes) video.removeEventListener(name, look);
      if (document.pictureInPictureElement === video) leave();
      this.video = null;
      this.on = false;
    };
  };

  /** Needs a press of this person (W3C Picture-in-Picture §3.1); one that is refused changes nothing. */
  toggle(): void {
    if (this.on) leave();
    else this.video?.requestPictureInPicture().catch(() => undefined);
  }
}

const leave = (): void => void document.exitPictureInPicture().catch(() => undefined);
