// Several tabs and devices of one person: does a tab that answered too late say where the call is?

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refusal } from '../gateway/types';
import { areReady, openDevices } from '../media/devices';
import { liveCall, ring } from '../testing/callSamples';
import { FakeGateway } from '../testing/FakeGateway';
import { FakeLocks } from '../testing/FakeLocks';
import { CallController } from './CallController';
import { holdCall, isHere } from './tabs';

vi.mock('../media/devices', () => ({ openDevices: vi.fn(), areReady: vi.fn() }));

let calls: CallController;
let gateway: FakeGateway;
let remove: () => void;
let refuse: (code: string) => Promise<void>;

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(async () => {
  vi.useFakeTimers();
  vi.mocked(areReady).mockResolvedValue(false);
  vi.mocked(openDevices).mockReturnValue(new Promise(() => undefined));
  remove = new FakeLocks().install();
  gateway = new FakeGateway();
  const answer = new Promise<object>((_, fail) => {
    refuse = async (code) => {
      fail(new Refusal(code));
      await settle();
    };
  });
  gateway.reply('call.accept', answer);
  calls = new CallController(gateway);
  gateway.happens(ring('c'));
  await settle();
});

afterEach(() => {
  calls.dispose();
  remove();
  vi.useRealTimers();
});

test('[promise 3.5] the wait for an answer that came too late is taken for no other tab', async () => {
  calls.accept(['audio']);
  await settle();
  expect(await isHere('c')).toBe(true);
  await refuse('answered_elsewhere');
  expect(calls.view.phase).toBe('answeredElsewhere');
});

test('[promise 3.5] an answer that another tab gave first leaves the call to that tab', async () => {
  const letGo = holdCall('c');
  calls.accept(['audio']);
  await settle();
  await refuse('in_another_tab');
  expect(calls.view.phase).toBe('inAnotherTab');
  await letGo();
  await vi.advanceTimersByTimeAsync(500);
  expect([calls.view.phase, gateway.refreshed]).toEqual(['idle', 1]);
});

test('[promise 3.24] a call that its tab left behind is offered until some tab takes it up', async () => {
  const left = { place: 'anotherTab', mayReturn: true } as const;
  gateway.starts([liveCall('left', left)]);
  expect(calls.view.phase).toBe('left');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(calls.view.phase).toBe('left');
  const letGo = holdCall('left');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls.view.phase).toBe('inAnotherTab');
  await letGo();
});

test('[promise 3.24] a call that is over when its tab gives it up is not asked for', async () => {
  const letGo = holdCall('c');
  calls.accept(['audio']);
  await settle();
  await refuse('in_another_tab');
  await letGo();
  gateway.starts([]);
  await vi.advanceTimersByTimeAsync(500);
  expect([calls.view.phase, gateway.refreshed]).toEqual(['idle', 0]);
});

test('[promise 3.5] another tab that waited for this one is found', async () => {
  calls.accept(['audio']);
  await settle();
  const letGo = holdCall('c');
  await refuse('in_another_tab');
  expect(calls.view.phase).toBe('inAnotherTab');
  await letGo();
});
