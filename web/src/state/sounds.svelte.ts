// What has this device been told about sounds, vibration and light?

import { loadSounds, saveSounds, type SoundSettings } from '../sounds/settings';

class SoundChoices {
  now = $state.raw<SoundSettings>(loadSounds(localStorage));

  change(changes: Partial<SoundSettings>): void {
    this.now = { ...this.now, ...changes };
    saveSounds(localStorage, this.now);
  }
}

export const sounds = new SoundChoices();
