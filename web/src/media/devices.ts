// How are a microphone and a camera opened, and in which ways can that fail?

import type { DeviceKind, DeviceProblem } from './kinds';
import { permission } from './permissions';
import { loadPicks, type Picks } from './picks';

export type Facing = 'user' | 'environment';
export type Opened = MediaStreamTrack | DeviceProblem;

const PROBLEMS: Readonly<Record<string, DeviceProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** The problem behind a rejection of `getUserMedia` (W3C mediacapture-streams §10.6). */
export function nameProblem(error: unknown): DeviceProblem {
  return PROBLEMS[(error as { name?: string } | null)?.name ?? ''] ?? 'failed';
}

/**
 * Opens what `kinds` lists, asking the person once for all of it; where that fails, each is opened
 * alone, so that one missing device does not cost the other.
 */
export async function openDevices(
  kinds: readonly DeviceKind[],
  facing: Facing = 'user',
): Promise<Partial<Record<DeviceKind, Opened>>> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) return Object.fromEntries(kinds.map((kind) => [kind, 'failed']));
  try {
    const stream = await openPicked(media, kinds, facing);
    return {
      ...(kinds.includes('microphone') && { microphone: stream.getAudioTracks()[0] ?? 'missing' }),
      ...(kinds.includes('camera') && { camera: stream.getVideoTracks()[0] ?? 'missing' }),
    };
  } catch (error) {
    const problem = nameProblem(error);
    if (kinds.length === 1) return Object.fromEntries(kinds.map((kind) => [kind, problem]));
    // A no to the common question is not asked again, unless it was about one of them only.
    const again = problem !== 'denied' || (await areAny(kinds, 'denied'));
    if (!again) return Object.fromEntries(kinds.map((kind) => [kind, problem]));
    const alone = [];
    for (const kind of kinds) alone.push(await openDevices([kind], facing));
    return Object.assign({}, ...alone) as Partial<Record<DeviceKind, Opened>>;
  }
}

/** Where a picked device is gone, the system's own answers. */
async function openPicked(
  media: MediaDevices,
  kinds: readonly DeviceKind[],
  facing: Facing,
): Promise<MediaStream> {
  try {
    return await media.getUserMedia(constraints(kinds, facing, loadPicks(localStorage)));
  } catch (error) {
    if ((error as { name?: string }).name !== 'OverconstrainedError') throw error;
    return media.getUserMedia(constraints(kinds, facing, {}));
  }
}

/** Whether opening `kinds` will succeed without a question, as far as the browser tells. */
export async function areReady(kinds: readonly DeviceKind[]): Promise<boolean> {
  const states = await Promise.all(kinds.map(permission));
  if (!states.every((state) => state === 'granted')) return false;
  const present = await navigator.mediaDevices.enumerateDevices();
  return kinds.every((kind) =>
    present.some((device) => device.kind === (kind === 'camera' ? 'videoinput' : 'audioinput')),
  );
}

async function areAny(kinds: readonly DeviceKind[], state: PermissionState): Promise<boolean> {
  return (await Promise.all(kinds.map(permission))).includes(state);
}

function constraints(
  kinds: readonly DeviceKind[],
  facing: Facing,
  { microphone, camera }: Picks,
): MediaStreamConstraints {
  return {
    audio: kinds.includes('microphone') && {
      ...(microphone && { deviceId: { exact: microphone } }),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: kinds.includes('camera') && {
      // A phone's button chooses between its cameras by where they look.
      ...(camera && facing === 'user' ? { deviceId: { exact: camera } } : { facingMode: facing }),
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
    },
  };
}
