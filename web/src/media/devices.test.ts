import { afterEach, describe, expect, test, vi } from 'vitest';
import { savePicks } from './picks';
import { areReady, nameProblem, openDevices } from './devices';

const failure = (name: string) => Object.assign(new Error(), { name });
const stream = {
  getAudioTracks: () => [{ kind: 'audio' }],
  getVideoTracks: () => [{ kind: 'video' }],
};

/** A browser whose answers depend on what is asked for, and on the permissions it reports. */
function browser(
  answer: (asked: MediaStreamConstraints) => unknown,
  permissions: Record<string, string> = {},
  present = ['audioinput', 'videoinput'],
): MediaStreamConstraints[] {
  const asked: MediaStreamConstraints[] = [];
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: (constraints: MediaStreamConstraints) => {
        asked.push(constraints);
        return Promise.resolve().then(() => answer(constraints));
      },
      enumerateDevices: () => Promise.resolve(present.map((kind) => ({ kind }))),
    },
    permissions: {
      query: ({ name }: { name: string }) => {
        const state = permissions[name];
        return state ? Promise.resolve({ state }) : Promise.reject(new TypeError());
      },
    },
  });
  return asked;
}

const fail = (name: string) => () => {
  throw failure(name);
};

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['TypeError', 'failed'],
])('%s is called %s', (name, problem) => expect(nameProblem(failure(name))).toBe(problem));

test('something that is no error is a failure', () => expect(nameProblem(null)).toBe('failed'));

describe('opening', () => {
  test('both devices is one question', async () => {
    const asked = browser(() => stream);
    const opened = await openDevices(['microphone', 'camera']);
    expect(opened).toEqual({ microphone: { kind: 'audio' }, camera: { kind: 'video' } });
    expect(asked).toHaveLength(1);
  });

  test('the microphone alone never asks for the camera', async () => {
    const asked = browser(() => stream);
    expect(Object.keys(await openDevices(['microphone']))).toEqual(['microphone']);
    expect(asked[0]?.video).toBe(false);
  });

  test('[promise 4.5] opens what was picked, and a picked camera only towards oneself', async () => {
    savePicks(localStorage, { microphone: 'mic', camera: 'cam' });
    const asked = browser(() => stream);
    await openDevices(['microphone', 'camera']);
    expect(asked[0]).toMatchObject({
      audio: { deviceId: { exact: 'mic' } },
      video: { deviceId: { exact: 'cam' } },
    });
    await openDevices(['camera'], 'environment');
    expect(asked[1]?.video).toMatchObject({ facingMode: 'environment' });
    expect(asked[1]?.video).not.toHaveProperty('deviceId');
    localStorage.clear();
  });

  test('[promise 4.5] takes the device of the system where the picked one is gone', async () => {
    savePicks(localStorage, { microphone: 'mic' });
    const isPicked = (audio: MediaStreamConstraints['audio']) =>
      typeof audio === 'object' && 'deviceId' in audio;
    browser(({ audio }) => (isPicked(audio) ? fail('OverconstrainedError')() : stream));
    expect(await openDevices(['microphone'])).toEqual({ microphone: { kind: 'audio' } });
    localStorage.clear();
  });

  test('a missing camera does not cost the microphone', async () => {
    browser(({ video }) => (video ? fail('NotFoundError')() : stream));
    const opened = await openDevices(['microphone', 'camera']);
    expect(opened).toEqual({ microphone: { kind: 'audio' }, camera: 'missing' });
  });

  test('a no to both is not asked again', async () => {
    const asked = browser(fail('NotAllowedError'), { microphone: 'prompt', camera: 'prompt' });
    const opened = await openDevices(['microphone', 'camera']);
    expect(opened).toEqual({ microphone: 'denied', camera: 'denied' });
    expect(asked).toHaveLength(1);
  });

  test('a no to one of them leaves the other', async () => {
    browser(({ video }) => (video ? fail('NotAllowedError')() : stream), {
      microphone: 'granted',
      camera: 'denied',
    });
    const opened = await openDevices(['microphone', 'camera']);
    expect(opened).toEqual({ microphone: { kind: 'audio' }, camera: 'denied' });
  });

  test('a page without devices at all says that it failed', async () => {
    vi.stubGlobal('navigator', {});
    expect(await openDevices(['microphone'])).toEqual({ microphone: 'failed' });
  });

  test('a stream without the track that was asked for is a missing device', async () => {
    browser(() => ({ getAudioTracks: () => [], getVideoTracks: () => [] }));
    expect(await openDevices(['microphone', 'camera'])).toEqual({
      microphone: 'missing',
      camera: 'missing',
    });
  });
});

describe('a device is ready without a question', () => {
  const granted = { microphone: 'granted', camera: 'granted' };

  test('when it is allowed and there', async () => {
    browser(() => stream, granted);
    expect(await areReady(['microphone', 'camera'])).toBe(true);
  });

  test('not when it is gone, not allowed yet, or nobody knows', async () => {
    browser(() => stream, granted, ['audioinput']);
    expect(await areReady(['microphone', 'camera'])).toBe(false);
    browser(() => stream, { microphone: 'prompt' });
    expect(await areReady(['microphone'])).toBe(false);
    browser(() => stream);
    expect(await areReady(['microphone'])).toBe(false);
  });
});
