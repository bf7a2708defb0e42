// May this page use a microphone or a camera, and why did one that it used end?

import type { DeviceKind, DeviceProblem } from './kinds';

/** What this person decided; null where the browser does not answer for devices. */
export async function permission(kind: DeviceKind): Promise<PermissionState | null> {
  return (await statusOf(kind))?.state ?? null;
}

/** Calls `allowed` each time that this person lets the page use a kind of device again. */
export async function onAllowed(kind: DeviceKind, allowed: () => void): Promise<void> {
  const status = await statusOf(kind);
  status?.addEventListener('change', () => {
    if (status.state === 'granted') allowed();
  });
}

/**
 * Why a device ended in mid-call. Withdrawn for one kind, a permission also ends what was asked for
 * together with it: that device is still there, and may be opened again.
 */
export async function whyEnded(kind: DeviceKind, track: MediaStreamTrack): Promise<DeviceProblem> {
  if ((await permission(kind)) === 'denied') return 'denied';
  const { deviceId } = track.getSettings();
  const present = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return present.some((device) => device.deviceId === deviceId) ? 'stopped' : 'missing';
}

async function statusOf(kind: DeviceKind): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: kind as PermissionName });
  } catch {
    return null;
  }
}
