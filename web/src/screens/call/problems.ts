// Which device of this person does not work, and what does that mean for the other side?

import type { DeviceKind, DeviceProblem } from '../../media/kinds';
import type { LocalMedia } from '../../media/localTracks';
import * as words from '../../i18n/generated/call';

export interface Trouble {
  kind: DeviceKind;
  /** What is wrong. */
  text: string;
  /** What the other side misses. */
  effect: string;
}

const MICROPHONE: Record<DeviceProblem, () => string> = {
  denied: words.microphoneDenied,
  missing: words.microphoneMissing,
  busy: words.microphoneBusy,
  paused: words.microphonePaused,
  stopped: words.microphoneStopped,
  failed: words.microphoneFailed,
};
const CAMERA: Record<DeviceProblem, () => string> = {
  denied: words.cameraDenied,
  missing: words.cameraMissing,
  busy: words.cameraBusy,
  paused: words.cameraPaused,
  stopped: words.cameraStopped,
  failed: words.cameraFailed,
};

/** The troubles in the order of their weight: not being heard first. */
export function troublesOf({ problems }: Pick<LocalMedia, 'problems'>, name: string): Trouble[] {
  const { microphone, camera } = problems;
  const found: Trouble[] = [];
  if (microphone) {
    const effect = words.wontHear({ name });
    found.push({ kind: 'microphone', text: MICROPHONE[microphone](), effect });
  }
  if (camera) {
    found.push({ kind: 'camera', text: CAMERA[camera](), effect: words.wontSee({ name }) });
  }
  return found;
}
