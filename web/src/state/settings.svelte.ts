// Which rules has this account set, and how does a change reach the server?
//
// A change shows at once; where it cannot be saved, the old value comes back.

import type { Gateway } from '../gateway/types';
import type { DeviceSettings, Requests, Settings } from './requests';

export class SettingsState {
  account = $state.raw<Settings>({ callsOn: true, audience: [], quickTexts: [] });
  device = $state.raw<DeviceSettings>({ rings: true });
  loaded = $state(false);

  constructor(
    gateway: Gateway,
    private readonly requests: Requests,
  ) {
    gateway.onStart((start) => {
      if (start.type === 'resumed') return;
      this.account = start.snapshot.settings;
      this.device = start.snapshot.deviceSettings;
      this.loaded = true;
    });
    gateway.on('settings.changed', ({ settings }) => {
      this.account = settings;
    });
  }

  /** Saves some of the account's rules; rejects with the refusal after it put them back. */
  async change(changes: Partial<Settings>): Promise<void> {
    const before = this.account;
    this.account = { ...before, ...changes };
    try {
      this.account = await this.requests.changeSettings(changes);
    } catch (refusal) {
      this.account = before;
      throw refusal;
    }
  }

  /** Saves whether this browser rings, in the same way. */
  async changeDevice(changes: Partial<DeviceSettings>): Promise<void> {
    const before = this.device;
    this.device = { ...before, ...changes };
    try {
      this.device = await this.requests.changeDevice(changes);
    } catch (refusal) {
      this.device = before;
      throw refusal;
    }
  }
}
