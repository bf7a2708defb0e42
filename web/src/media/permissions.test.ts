import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { onAllowed, permission, whyEnded } from './permissions';

class Status extends EventTarget {
  constructor(public state: PermissionState) {
    super();
  }
  become(state: PermissionState): void {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

const query = vi.fn<() => Promise<Status>>();
const devices = vi.fn<() => Promise<{ deviceId: string }[]>>();
const track = { getSettings: () => ({ deviceId: 'a' }) } as unknown as MediaStreamTrack;

beforeEach(() => {
  const mediaDevices = { enumerateDevices: devices };
  vi.stubGlobal('navigator', { permissions: { query }, mediaDevices });
});
afterEach(() => vi.unstubAllGlobals());

test('a browser that does not answer for devices leaves it open', async () => {
  query.mockRejectedValue(new TypeError());
  expect(await permission('camera')).toBeNull();
  await expect(onAllowed('camera', vi.fn())).resolves.toBeUndefined();
});

test('[promise 4.5] a permission that is given again is told, one that is taken is not', async () => {
  const status = new Status('granted');
  query.mockResolvedValue(status);
  const allowed = vi.fn();
  await onAllowed('microphone', allowed);
  status.become('denied');
  expect(allowed).not.toHaveBeenCalled();
  status.become('granted');
  expect(allowed).toHaveBeenCalledOnce();
});

describe('[promise 4.5] a device that ended', () => {
  test.each([
    ['denied', 'denied', ['a']],
    ['stopped', 'granted', ['a', 'b']],
    ['missing', 'granted', ['b']],
  ] as const)('is %s: %s, with %j there', async (why, state, present) => {
    query.mockResolvedValue(new Status(state));
    devices.mockResolvedValue(present.map((deviceId) => ({ deviceId })));
    expect(await whyEnded('camera', track)).toBe(why);
  });
});
