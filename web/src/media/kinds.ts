// What is there to open for a call, and what can be wrong with it?

export type DeviceKind = 'microphone' | 'camera';

/**
 * `denied`: the person or the system said no. `missing`: there is none. `busy`: another programme
 * holds it. `paused`: it is open, and the system keeps it from giving anything. `stopped`: it ended
 * and is still there. `failed`: anything else.
 */
export type DeviceProblem = 'denied' | 'missing' | 'busy' | 'paused' | 'stopped' | 'failed';
