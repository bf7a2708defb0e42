// A connection is bad in both directions: does the screen hear the word at once and the side later?

import { beforeEach, expect, test, vi } from 'vitest';
import type { LocalTracks } from '../media/localTracks';
import { ice } from '../testing/callSamples';
import { FakeGateway } from '../testing/FakeGateway';
import { FakeLink } from '../testing/FakeLink';
import { Leg, type LegView } from './Leg';
import { lostOnOwnWay } from './ownWay';
import { PeerLink } from './PeerLink';
import { freshQuality, type Quality } from './quality';

vi.mock('./PeerLink', () => ({ PeerLink: { open: vi.fn() } }));
vi.mock('./ownWay', async (actual) => ({ ...(await actual<object>()), lostOnOwnWay: vi.fn() }));

let link: FakeLink;
let seen: LegView[];
let found: (lost: number | null) => Promise<void>;
const bad = (word: 'weak' | 'poor'): Quality => ({ word, side: 'both' });
const last = () => seen.at(-1)?.quality;

beforeEach(async () => {
  vi.clearAllMocks();
  vi.mocked(PeerLink.open).mockImplementation((role, _, hears) => {
    link = new FakeLink(role, hears);
    return Promise.resolve(link as unknown as PeerLink);
  });
  vi.mocked(lostOnOwnWay).mockReturnValue(
    new Promise((tell) => {
      found = async (lost) => {
        tell(lost);
        await Promise.resolve();
        await Promise.resolve();
      };
    }),
  );
  seen = [];
  const tracks = { now: { microphone: null, camera: null }, closeCamera: () => undefined };
  const leg = new Leg(
    { call: 'c', leg: 'l', role: 'caller', media: ['audio'], ice },
    new FakeGateway(),
    tracks as unknown as LocalTracks,
    { link: () => undefined, changed: (view) => seen.push(view) },
    () => Date.parse(ice.expiresAt),
  );
  await leg.start(Promise.resolve());
});

test.each([
  [0.2, 'mine'],
  [0, 'theirs'],
  [null, 'both'],
] as const)('[promise 4.11] with %d lost on the own way it is %s', async (lost, side) => {
  link.hears.quality(bad('weak'));
  expect(last()).toEqual(bad('weak'));
  await found(lost);
  expect(last()).toEqual({ word: 'weak', side });
});

test('[promise 4.11] what is found out late says nothing about a connection that is good again', async () => {
  link.hears.quality(bad('poor'));
  link.hears.quality(freshQuality.shown);
  await found(0.2);
  expect(last()).toEqual(freshQuality.shown);
});

test('[promise 4.11] where one direction suffers nothing is sent to find out', () => {
  link.hears.quality({ word: 'poor', side: 'mine' });
  expect(lostOnOwnWay).not.toHaveBeenCalled();
});
