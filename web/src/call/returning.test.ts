// A page that talked was lost: how does it take its leg up again, and how does the other side follow?

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { areReady, openDevices } from '../media/devices';
import { ice, liveCall } from '../testing/callSamples';
import { FakeGateway } from '../testing/FakeGateway';
import { FakeLink, FakeTrack } from '../testing/FakeLink';
import { CallController } from './CallController';
import { PeerLink } from './PeerLink';
import { keepStance, stanceIn } from './stance';

vi.mock('../media/devices', () => ({ openDevices: vi.fn(), areReady: vi.fn() }));
vi.mock('./PeerLink', () => ({ PeerLink: { open: vi.fn() } }));

let gateway: FakeGateway;
let calls: CallController;
let link: FakeLink;
let microphone: FakeTrack;

const phase = () => calls.view.phase;
const settle = () => vi.advanceTimersByTimeAsync(0);
const reply = {
  type: 'call.joined',
  leg: 'l',
  role: 'callee',
  media: ['audio'],
  ice,
  route: 'relay',
};
const rejoined = { type: 'call.rejoined', call: 'c', leg: 'next' } as const;

beforeEach(() => {
  localStorage.clear();
  keepStance(localStorage, 'c', { muted: false, camera: true });
  vi.clearAllMocks();
  vi.useFakeTimers({ now: Date.parse('2026-05-03T10:00:00Z') });
  microphone = new FakeTrack();
  vi.mocked(areReady).mockResolvedValue(false);
  vi.mocked(openDevices).mockResolvedValue({ microphone } as never);
  vi.mocked(PeerLink.open).mockImplementation((role, _, hears) => {
    link = new FakeLink(role, hears);
    return Promise.resolve(link as unknown as PeerLink);
  });
  gateway = new FakeGateway();
  gateway.reply('call.rejoin', reply);
  calls = new CallController(gateway);
  const left = { place: 'here', leg: 'old', mayReturn: true } as const;
  gateway.starts([liveCall('c', { ...left, acceptedAt: '2026-05-03T09:59:00Z' })]);
});

afterEach(() => {
  calls.dispose();
  vi.useRealTimers();
});

async function comeBack(): Promise<void> {
  calls.comeBack();
  await settle();
  link.hears.link('connected');
}

test('[promise 3.23] returns on the tap alone, and knows how long the two have talked', async () => {
  expect(phase()).toBe('left');
  expect(openDevices).not.toHaveBeenCalled();
  await comeBack();
  expect(gateway.types().slice(0, 1)).toEqual(['call.rejoin']);
  expect([link.role, link.did.includes('start')]).toEqual(['callee', true]);
  expect(phase()).toBe('connected');
  expect(performance.now() - (calls.view.connectedAt ?? 0)).toBe(60_000);
});

test('[promise 4.1] who was muted returns muted, with the camera as it was', async () => {
  await comeBack();
  calls.mute(true);
  expect(stanceIn(localStorage, 'c')).toEqual({ muted: true, camera: false });
  const next = new CallController(gateway);
  const media = ['audio', 'video'] as const;
  const left = { place: 'here', leg: 'old', mayReturn: true } as const;
  gateway.starts([liveCall('c', { ...left, media: [...media], acceptedAt: null })]);
  next.comeBack();
  await settle();
  expect(openDevices).toHaveBeenLastCalledWith(['microphone'], 'user');
  expect([next.view.self.muted, microphone.enabled]).toEqual([true, false]);
  next.hangUp();
  next.dispose();
});

test('[promise 4.1] how it stands is kept also where the devices were open before the leg', async () => {
  let join = (_: object): void => undefined;
  gateway.reply('call.rejoin', new Promise<object>((resolve) => (join = resolve)));
  calls.comeBack();
  await settle();
  join(reply);
  await settle();
  expect(stanceIn(localStorage, 'c')).toEqual({ muted: false, camera: false });
});

test('[promise 4.1] where nothing is known of it, who returns is muted and shows no picture', async () => {
  localStorage.clear();
  await comeBack();
  expect(calls.view.self.muted).toBe(true);
});

test('[promise 3.23] the other side gets a new link, which sends what was sent before', async () => {
  await comeBack();
  const old = link;
  gateway.happens({ ...rejoined, media: ['audio'] });
  await settle();
  expect([phase(), old.did.at(-1)]).toEqual(['reconnecting', 'close']);
  expect([link.role, link.attached.audio]).toEqual(['callee', microphone]);
  expect(gateway.types()).not.toContain('call.renewIce');
  for (const leg of ['l', 'next']) {
    gateway.happens({ type: 'call.signalled', call: 'c', leg, kind: 'candidatesEnd' });
  }
  await settle();
  expect(link.received).toEqual([{ kind: 'candidatesEnd' }]);
  link.hears.link('connected');
  expect(phase()).toBe('connected');
});

test('[promise 3.23] a new link has the full time to come up', async () => {
  await comeBack();
  link.hears.link('reconnecting');
  await vi.advanceTimersByTimeAsync(29_000);
  gateway.happens({ ...rejoined, media: ['audio'] });
  await vi.advanceTimersByTimeAsync(29_000);
  expect(phase()).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls.view.outcome?.reason).toBe('connection_lost');
});
