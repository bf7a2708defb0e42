// What can be done about a call where the system shows it: in a floating picture, on a locked screen,
// by the keys of a headset (W3C Media Session §5.4).

export interface SystemControls {
  mute: () => void;
  camera: () => void;
  end: () => void;
}

/** Offers the controls to the system until the result is called; each browser takes what it knows. */
export function offerControls({ mute, camera, end }: SystemControls): () => void {
  const session = 'mediaSession' in navigator ? navigator.mediaSession : null;
  const handlers = [
    ['togglemicrophone', mute],
    ['togglecamera', camera],
    ['hangup', end],
  ] as const;
  const set = (name: string, handler: (() => void) | null) => {
    try {
      session?.setActionHandler(name as MediaSessionAction, handler);
    } catch {
      // An action that this browser does not know.
    }
  };
  for (const [name, handler] of handlers) set(name, handler);
  return () => {
    for (const [name] of handlers) set(name, null);
  };
}

/** Tells the system what is on, so that its own buttons show it. */
export function showControls(on: { microphone: boolean; camera: boolean }): void {
  const session = 'mediaSession' in navigator ? (navigator.mediaSession as Session) : null;
  // Not every browser that has them returns a promise.
  void Promise.resolve(session?.setMicrophoneActive?.(on.microphone)).catch(() => undefined);
  void Promise.resolve(session?.setCameraActive?.(on.camera)).catch(() => undefined);
}

interface Session extends Omit<MediaSession, 'setMicrophoneActive' | 'setCameraActive'> {
  setMicrophoneActive?: (active: boolean) => unknown;
  setCameraActive?: (active: boolean) => unknown;
}
