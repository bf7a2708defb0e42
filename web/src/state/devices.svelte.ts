// Which devices does this browser have, and which ones were picked?

import { loadPicks, savePicks, type PickKind, type Picks } from '../media/picks';

export interface Device {
  id: string;
  label: string;
}

const KINDS: Readonly<Record<PickKind, MediaDeviceKind>> = {
  microphone: 'audioinput',
  camera: 'videoinput',
  speaker: 'audiooutput',
};
/** Entries that stand for another one; "as the system says" is a choice of its own. */
const ALIASES = ['', 'default', 'communications'];

class Devices {
  picks = $state.raw<Picks>(loadPicks(localStorage));
  private present = $state.raw<MediaDeviceInfo[]>([]);

  /** The devices of a kind, by name; none before the browser may tell. */
  list(kind: PickKind): Device[] {
    return this.present
      .filter((device) => device.kind === KINDS[kind] && device.label !== '')
      .filter((device) => !ALIASES.includes(device.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  }

  /** The device that was picked, while it is there. */
  picked(kind: PickKind): Device | undefined {
    return this.list(kind).find(({ id }) => id === this.picks[kind]);
  }

  /** Picks a device; null goes by the system. */
  pick(kind: PickKind, id: string | null): void {
    this.picks = { ...this.picks, [kind]: id ?? undefined };
    savePicks(localStorage, this.picks);
  }

  /** Keeps the list true until the result is called. */
  watch(): () => void {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    const look = () => void this.look();
    look();
    media?.addEventListener('devicechange', look);
    return () => media?.removeEventListener('devicechange', look);
  }

  private async look(): Promise<void> {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    this.present = (await media?.enumerateDevices().catch(() => [])) ?? [];
  }
}

export const devices = new Devices();
