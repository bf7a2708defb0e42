import { beforeEach, expect, test, vi } from 'vitest';
import { FakeTrack } from '../testing/FakeLink';
import { openDevices, type Opened } from './devices';
import { LocalTracks, type LocalMedia } from './localTracks';
import { onAllowed, whyEnded } from './permissions';

vi.mock('./devices', () => ({ openDevices: vi.fn() }));
vi.mock('./permissions', () => ({
  whyEnded: vi.fn(() => Promise.resolve('missing')),
  onAllowed: vi.fn(),
}));

const open = vi.mocked(openDevices);
const fake = () => new FakeTrack() as unknown as MediaStreamTrack & FakeTrack;
let tracks: LocalTracks;
let seen: LocalMedia[];

beforeEach(() => {
  open.mockClear();
  seen = [];
  tracks = new LocalTracks((media) => seen.push(media));
});

const answers = (opened: Partial<Record<'microphone' | 'camera', Opened>>) =>
  open.mockResolvedValueOnce(opened);

test('what opened is on, what did not is named', async () => {
  const microphone = fake();
  answers({ microphone, camera: 'busy' });
  expect(await tracks.open(['microphone', 'camera'])).toBe(false);
  expect(tracks.now).toMatchObject({ microphone, camera: null, problems: { camera: 'busy' } });
  expect(seen.map(({ opening }) => opening)).toContain(true);
  expect(tracks.now.opening).toBe(false);
});

test('a problem is forgotten once the device opens', async () => {
  answers({ camera: 'denied' });
  await tracks.open(['camera']);
  answers({ camera: fake() });
  expect(await tracks.open(['camera'])).toBe(true);
  expect(tracks.now.problems).toEqual({});
});

test('[promise 4.1] a muted microphone gives silence, also one that opens later', async () => {
  const first = fake();
  answers({ microphone: first });
  await tracks.open(['microphone']);
  tracks.mute(true);
  expect(first.enabled).toBe(false);
  const second = fake();
  answers({ microphone: second });
  await tracks.open(['microphone']);
  expect([first.stopped, second.enabled]).toEqual([true, false]);
  tracks.mute(false);
  expect(second.enabled).toBe(true);
});

test('[promise 4.2] camera off gives the device back', async () => {
  const camera = fake();
  answers({ camera });
  await tracks.open(['camera']);
  tracks.closeCamera();
  expect(camera.stopped).toBe(true);
  expect(tracks.now.camera).toBeNull();
});

test('[promise 4.2] flipping closes one camera before it opens the other', async () => {
  const front = fake();
  answers({ camera: front });
  await tracks.open(['camera']);
  open.mockImplementationOnce((_, facing) => {
    expect(front.stopped).toBe(true);
    expect(facing).toBe('environment');
    return Promise.resolve({ camera: fake() });
  });
  expect(await tracks.flip()).toBe(true);
  expect(tracks.now.facing).toBe('environment');
});

test('[promise 4.4] release closes everything, also a device that answers later', async () => {
  const microphone = fake();
  answers({ microphone });
  await tracks.open(['microphone']);
  const late = fake();
  answers({ camera: late });
  const opening = tracks.open(['camera']);
  tracks.release();
  expect(await opening).toBe(false);
  expect([microphone.stopped, late.stopped]).toEqual([true, true]);
  expect(tracks.now).toMatchObject({ microphone: null, camera: null, opening: false });
});

test('[promise 4.3] a camera that answers after it was turned off stays off', async () => {
  const late = fake();
  answers({ camera: late });
  const opening = tracks.open(['camera']);
  tracks.closeCamera();
  expect(await opening).toBe(false);
  expect(late.stopped).toBe(true);
  expect(tracks.now.camera).toBeNull();
});

test('[promise 4.5] an unplugged camera is missing, an older one is nothing', async () => {
  const camera = fake();
  answers({ camera });
  await tracks.open(['camera']);
  const next = fake();
  answers({ camera: next });
  await tracks.open(['camera']);
  camera.onended?.();
  expect(tracks.now.camera).toBe(next);
  next.onended?.();
  expect(tracks.now).toMatchObject({ camera: null, problems: { camera: 'missing' } });
  expect(open).toHaveBeenCalledTimes(2);
});

test('[promise 4.5] a camera that is no longer allowed is denied, not missing', async () => {
  const camera = fake();
  answers({ camera });
  await tracks.open(['camera']);
  vi.mocked(whyEnded).mockResolvedValueOnce('denied');
  camera.onended?.();
  await vi.waitFor(() => expect(tracks.now.problems).toEqual({ camera: 'denied' }));
});

test('[promise 4.5] a microphone that is allowed again is opened again, in a call only', async () => {
  const allowed = vi.mocked(onAllowed).mock.lastCall?.[1];
  answers({ microphone: 'denied' });
  await tracks.open(['microphone']);
  const microphone = fake();
  answers({ microphone });
  allowed?.();
  await vi.waitFor(() => expect(tracks.now).toMatchObject({ microphone, problems: {} }));
  tracks.release();
  allowed?.();
  expect(open).toHaveBeenCalledTimes(2);
});

test('a device that the system pauses says so until it goes on, or is off', async () => {
  const [microphone, camera] = [fake(), fake()];
  answers({ microphone, camera });
  await tracks.open(['microphone', 'camera']);
  microphone.onmute?.();
  camera.onmute?.();
  expect(tracks.now.problems).toEqual({ microphone: 'paused', camera: 'paused' });
  microphone.onunmute?.();
  tracks.closeCamera();
  expect(tracks.now.problems).toEqual({});
});

test('[promise 4.5] where the microphone goes away, another takes over and is named for a while', async () => {
  vi.useFakeTimers();
  const microphone = fake();
  answers({ microphone });
  await tracks.open(['microphone']);
  const next = Object.assign(fake(), { label: 'Built-in' });
  answers({ microphone: next });
  microphone.onended?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(tracks.now).toMatchObject({ microphone: next, problems: {}, instead: 'Built-in' });
  await vi.advanceTimersByTimeAsync(8_000);
  expect(tracks.now.instead).toBeNull();
  vi.useRealTimers();
});

test('[promise 4.5] the only microphone that goes away is opened again when it is back', async () => {
  const media = new EventTarget();
  vi.stubGlobal('navigator', { mediaDevices: media });
  tracks = new LocalTracks((now) => seen.push(now));
  const microphone = fake();
  answers({ microphone });
  await tracks.open(['microphone']);
  answers({ microphone: 'missing' });
  microphone.onended?.();
  await vi.waitFor(() => expect(tracks.now.opening).toBe(false));
  expect(tracks.now).toMatchObject({ microphone: null, problems: { microphone: 'missing' } });
  const back = fake();
  answers({ microphone: back });
  media.dispatchEvent(new Event('devicechange'));
  await vi.waitFor(() => expect(tracks.now.microphone).toBe(back));
  tracks.release();
  media.dispatchEvent(new Event('devicechange'));
  expect(open).toHaveBeenCalledTimes(3);
  vi.unstubAllGlobals();
});
