import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../gateway/types';
import { areReady, openDevices } from '../media/devices';
import { CallController } from './CallController';
import { FakeGateway } from '../testing/FakeGateway';
import { FakeLink, FakeTrack } from '../testing/FakeLink';
import { PeerLink } from './PeerLink';
import { ice, liveCall, ring, rosa } from '../testing/callSamples';
import type { Media, Role } from './types';

vi.mock('../media/devices', () => ({ openDevices: vi.fn(), areReady: vi.fn() }));
vi.mock('./PeerLink', () => ({ PeerLink: { open: vi.fn() } }));

const HOURS_2_MS = 2 * 3600_000;
const NOW = '2026-05-03T10:00:00Z';

let gateway: FakeGateway;
let calls: CallController;
let link: FakeLink;
let microphone: FakeTrack;
let camera: FakeTrack;
let release: (() => void)[];

const settle = () => vi.advanceTimersByTimeAsync(0);
const phase = () => calls.view.phase;
const leg = {
  leg: 'l',
  role: 'caller' as Role,
  media: ['audio'] as Media[],
  ice: { ...ice, expiresAt: '2026-05-03T12:00:00Z' },
  route: 'relay' as const,
};
const accepted = { ...leg, type: 'call.accepted' as const };

beforeEach(() => {
  vi.clearAllMocks();
  vi.useFakeTimers({ now: Date.parse(NOW) });
  [microphone, camera, release] = [new FakeTrack(), new FakeTrack(), []];
  vi.mocked(areReady).mockResolvedValue(false);
  vi.mocked(openDevices).mockImplementation(async (kinds) => {
    await new Promise<void>((done) => release.push(done));
    return Object.fromEntries(
      kinds.map((kind) => [kind, kind === 'camera' ? camera : microphone]),
    ) as never;
  });
  vi.mocked(PeerLink.open).mockImplementation((role, _, listener) => {
    link = new FakeLink(role, listener);
    return Promise.resolve(link as unknown as PeerLink);
  });
  gateway = new FakeGateway();
  calls = new CallController(gateway);
});

afterEach(() => {
  calls.dispose();
  vi.useRealTimers();
});

const devicesAnswer = async () => {
  for (const done of release.splice(0)) done();
  await settle();
};

/** A call to rosa that stands, and its id. */
async function place(media: Media[] = ['audio']): Promise<string> {
  calls.dial(rosa, media);
  await devicesAnswer();
  if (media.includes('video')) calls.start();
  await settle();
  return gateway.last('call.start').call;
}

async function connect(media: Media[] = ['audio']): Promise<string> {
  const call = await place(media);
  gateway.happens({ ...accepted, call, media });
  await settle();
  link.hears.link('connected');
  return call;
}

describe('a caller', () => {
  test('[promise 3.7] opens the microphone on the tap and sends nothing of it before the accept', async () => {
    calls.dial(rosa, ['audio']);
    expect(openDevices).toHaveBeenCalledWith(['microphone'], 'user');
    expect(gateway.sent).toEqual([]);
    await devicesAnswer();
    expect(gateway.types()).toEqual(['call.start']);
    expect(PeerLink.open).not.toHaveBeenCalled();
    gateway.happens({ ...accepted, call: gateway.last('call.start').call });
    await settle();
    expect(link.did).toEqual(['attach audio', 'start']);
  });

  test('does not wait for a device that is sure to answer', async () => {
    vi.mocked(areReady).mockResolvedValue(true);
    calls.dial(rosa, ['audio']);
    await settle();
    expect(gateway.types()).toEqual(['call.start']);
  });

  test('[promise 3.3] shows why a call was refused', async () => {
    gateway.refuse('call.start', new Refusal('needs_plan'));
    await place();
    expect(calls.view).toMatchObject({ phase: 'ended', outcome: { code: 'needs_plan' } });
    expect(microphone.stopped).toBe(true);
  });

  test('[promise 3.9] joins the call of the other side in glare', async () => {
    const joined = { ...leg, type: 'call.joined', rid: '1', call: 'theirs' };
    gateway.reply('call.start', { type: 'call.placed', remainingMs: 0, joined });
    await place();
    expect(calls.view).toMatchObject({ phase: 'connecting', call: 'theirs' });
  });

  test('[promise 3.11] hangs up a leg that it got after giving up', async () => {
    const joined = { ...leg, type: 'call.joined', rid: '1', call: 'theirs' };
    let answer: (reply: object) => void = () => undefined;
    gateway.reply('call.start', new Promise((resolve) => (answer = resolve)));
    await place();
    calls.cancel();
    answer({ type: 'call.placed', remainingMs: 0, joined });
    await settle();
    expect(PeerLink.open).not.toHaveBeenCalled();
    expect(gateway.last('call.hangUp').call).toBe('theirs');
  });

  test('[promise 4.2] answered with voice only, gives the camera back', async () => {
    const call = await place(['audio', 'video']);
    gateway.happens({ ...accepted, call, media: ['audio'] });
    await settle();
    expect(camera.stopped).toBe(true);
    expect(link.attached.video).toBeUndefined();
  });
});

describe('a callee', () => {
  beforeEach(() => {
    gateway.happens(ring('c'));
    gateway.reply('call.accept', { ...leg, type: 'call.joined', call: 'c', role: 'callee' });
  });

  test('[promise 3.4] reports the ring once it is shown, and once only', () => {
    calls.ringShown();
    calls.ringShown();
    expect(gateway.types()).toEqual(['call.alerting']);
  });

  test('[promise 3.7] opens nothing while it rings', async () => {
    calls.ringShown();
    await settle();
    expect(openDevices).not.toHaveBeenCalled();
  });

  test('accepts at once, and offers when the devices have answered', async () => {
    calls.accept(['audio']);
    expect(gateway.types()).toEqual(['call.accept']);
    await settle();
    expect(link.did).toEqual([]);
    await devicesAnswer();
    expect(link.did).toEqual(['attach audio', 'start']);
  });

  test('offers without a device that failed, and says that there is none', async () => {
    vi.mocked(openDevices).mockResolvedValue({ microphone: 'denied' });
    calls.accept(['audio']);
    await settle();
    expect(link.did).toEqual(['start']);
    expect(link.told).toEqual([{ type: 'state', microphone: 'none', camera: false }]);
    expect(calls.view.self.problems).toEqual({ microphone: 'denied' });
  });

  test('[promise 3.17] declines with words', () => {
    const message = { mid: 'm', contentType: 'text/plain', body: 'SGk' };
    calls.decline(message);
    expect(gateway.last('call.decline')).toMatchObject({ call: 'c', message });
  });

  test('[promise 3.2] takes the remaining time of the server and notices a clock that is off', () => {
    expect(calls.view.ringEndsAt - performance.now()).toBeCloseTo(ring('c').remainingMs, -2);
    expect(calls.view.clockOff).toBe(false);
    gateway.happens({ ...ring('c'), serverTime: '2026-05-03T10:00:21Z' });
    expect(calls.view.clockOff).toBe(true);
  });
});

describe('in a call', () => {
  test('[promise 4.1] mute is silence here and a word there', async () => {
    await connect();
    calls.mute(true);
    expect(microphone.enabled).toBe(false);
    await settle();
    expect(link.told.at(-1)).toEqual({ type: 'state', microphone: 'muted', camera: false });
    link.hears.control({ type: 'state', microphone: 'muted', camera: false });
    expect(calls.view.other.microphone).toBe('muted');
  });

  test('[promise 4.2] camera off gives the device back and tells', async () => {
    await connect(['audio', 'video']);
    await settle();
    expect(link.attached.video).toBe(camera);
    calls.setCamera(false);
    await settle();
    expect([camera.stopped, link.attached.video]).toEqual([true, null]);
    expect(link.told.at(-1)).toMatchObject({ camera: false });
  });

  test('[promise 4.3] a request shows the camera here, and sends it after a yes only', async () => {
    await connect();
    calls.video('tapAsk');
    await devicesAnswer();
    expect(calls.view.self.camera).toBe(camera);
    expect(link.attached.video).toBeUndefined();
    link.hears.control({ type: 'video', step: 'accept' });
    await settle();
    expect(link.attached.video).toBe(camera);
  });

  test('[promise 4.3] a request that nobody answers is withdrawn after 15 s', async () => {
    await connect();
    calls.video('tapAsk');
    await devicesAnswer();
    await vi.advanceTimersByTimeAsync(14_999);
    expect(calls.view.video).toBe('asking');
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.view).toMatchObject({ video: 'voice', notice: 'unanswered' });
    expect(camera.stopped).toBe(true);
    expect(link.told).toContainEqual({ type: 'video', step: 'withdraw' });
  });

  test('signals go to the leg that they name, and to no other', async () => {
    const call = await connect();
    const signal = { type: 'call.signalled', call, leg: 'l' } as const;
    gateway.happens({ ...signal, kind: 'offer', sdp: 'v=0' });
    gateway.happens({ ...signal, kind: 'candidatesEnd' });
    gateway.happens({ ...signal, leg: 'other', kind: 'offer', sdp: 'v=1' });
    await settle();
    expect(link.received).toEqual([{ kind: 'offer', sdp: 'v=0' }, { kind: 'candidatesEnd' }]);
    link.hears.signal({ kind: 'answer', sdp: 'v=2' });
    expect(gateway.last('call.signal')).toMatchObject({ call, leg: 'l', kind: 'answer' });
  });

  test('[promise 3.2] the flow of media is reported, also to a server that was away', async () => {
    const call = await connect();
    const report = { type: 'call.media', call, leg: 'l' };
    expect(gateway.last('call.media')).toEqual({ ...report, flowing: true });
    link.hears.link('reconnecting');
    expect(gateway.last('call.media')).toEqual({ ...report, flowing: false });
    gateway.sent.length = 0;
    gateway.starts([liveCall(call, { phase: 'accepted', place: 'here', leg: 'l' })]);
    expect(gateway.last('call.media')).toEqual({ ...report, flowing: false });
  });

  test('[promise 3.2] the credential is renewed before it ends, and the path moves to it', async () => {
    gateway.reply('call.renewIce', {
      type: 'call.ice',
      ice: { ...ice, expiresAt: '2026-05-03T14:00:00Z' },
    });
    await connect();
    await vi.advanceTimersByTimeAsync(HOURS_2_MS - 5 * 60_000 - 1000);
    expect(gateway.types()).not.toContain('call.renewIce');
    await vi.advanceTimersByTimeAsync(1000);
    expect(gateway.types()).toContain('call.renewIce');
    expect(link.did.slice(-2)).toEqual(['renew', 'restart']);
  });

  test('[promise 3.2] a broken path is sought anew at the relay of a server that came back', async () => {
    gateway.reply('call.renewIce', { type: 'call.ice', ice });
    const call = await connect();
    const back = () =>
      gateway.starts([liveCall(call, { phase: 'accepted', place: 'here', leg: 'l' })]);
    back();
    await settle();
    expect(gateway.types()).not.toContain('call.renewIce');
    link.hears.link('reconnecting');
    back();
    await settle();
    expect(link.did.slice(-2)).toEqual(['renew', 'restart']);
  });

  test('[promise 3.2] a call without media for 15 s could not connect', async () => {
    const call = await place();
    gateway.happens({ ...accepted, call });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(calls.view.outcome?.reason).toBe('set_up_failed');
    expect(gateway.last('call.fail')).toMatchObject({ call, reason: 'set_up_failed' });
  });

  test('[promise 4.4] hang up closes the link and every device', async () => {
    await connect(['audio', 'video']);
    calls.hangUp();
    await settle();
    expect([microphone.stopped, camera.stopped, link.did.at(-1)]).toEqual([true, true, 'close']);
    await vi.advanceTimersByTimeAsync(3000);
    expect(phase()).toBe('idle');
  });

  test('[promise 4.4] hang up works while the server is away, which hears of it later', async () => {
    const call = await connect();
    gateway.goes('offline');
    calls.hangUp();
    await settle();
    expect([phase(), microphone.stopped]).toEqual(['ended', true]);
    gateway.sent.length = 0;
    gateway.goes('online');
    gateway.starts([liveCall(call, { phase: 'accepted', place: 'here', leg: 'l' })]);
    await settle();
    expect(gateway.types()).toEqual(['call.hangUp']);
    gateway.starts([]);
    expect(gateway.types()).toEqual(['call.hangUp']);
  });

  test('[promise 3.2] media goes on while the server is away', async () => {
    await connect();
    gateway.goes('offline');
    await vi.advanceTimersByTimeAsync(60_000);
    expect([phase(), microphone.stopped]).toEqual(['connected', false]);
  });

  test('a link that cannot be opened ends the call', async () => {
    vi.mocked(PeerLink.open).mockRejectedValue(new Error());
    const call = await place();
    gateway.happens({ ...accepted, call });
    await settle();
    expect(calls.view.outcome?.reason).toBe('set_up_failed');
  });

  test('a sign-out leaves nothing on', async () => {
    await connect();
    calls.dispose();
    expect(microphone.stopped).toBe(true);
  });
});
