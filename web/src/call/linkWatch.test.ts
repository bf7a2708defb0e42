import { describe, expect, test } from 'vitest';
import {
  RESTART_AFTER_MS,
  RESTART_AGAIN_MS,
  STALL_MS,
  freshWatch,
  watchLink,
  type LinkInput,
  type LinkWatch,
} from './linkWatch';

const start: LinkInput = { type: 'start' };
const up: LinkInput = { type: 'transport', state: 'connected' };
const down: LinkInput = { type: 'transport', state: 'disconnected' };
const failed: LinkInput = { type: 'transport', state: 'failed' };
const closed: LinkInput = { type: 'transport', state: 'closed' };
const packet: LinkInput = { type: 'packet' };
const broken: LinkInput = { type: 'broken' };
const sends = (yes: boolean): LinkInput => ({ type: 'peerSends', sends: yes });
const tick = (packets: number): LinkInput => ({ type: 'tick', packets });

/** Feeds `[input, at]` pairs; gives the last watch and the times of all restarts. */
function play(...story: [LinkInput, number][]): { watch: LinkWatch; restarts: number[] } {
  let watch = freshWatch;
  const restarts: number[] = [];
  for (const [input, now] of story) {
    const step = watchLink(watch, input, now);
    watch = step.watch;
    if (step.restart) restarts.push(now);
  }
  return { watch, restarts };
}

const talking: [LinkInput, number][] = [
  [start, 0],
  [up, 100],
  [packet, 200],
];

describe('a link is called connected', () => {
  test('not by its transport alone', () => {
    expect(play([start, 0], [up, 100]).watch.link).toBe('connecting');
  });

  test('with the first packet', () => expect(play(...talking).watch.link).toBe('connected'));

  test('without a packet from somebody who has no microphone and no camera', () => {
    expect(play([start, 0], [up, 100], [sends(false), 150]).watch.link).toBe('connected');
  });

  test('not before it began', () => expect(play([up, 0], [packet, 1]).watch.link).toBe('new'));
});

describe('a link is called reconnecting', () => {
  test('[promise 3.2] when no media came for 3 s, and connected again with the next packet', () => {
    const almost = play(...talking, [tick(5), 1000], [tick(5), 1000 + STALL_MS - 1]);
    expect(almost.watch.link).toBe('connected');
    const silent = play(...talking, [tick(5), 1000], [tick(5), 1000 + STALL_MS]);
    expect(silent.watch.link).toBe('reconnecting');
    expect(watchLink(silent.watch, tick(6), 5000).watch.link).toBe('connected');
  });

  test('when the transport is gone', () => {
    expect(play(...talking, [down, 900]).watch.link).toBe('reconnecting');
  });

  test('not while the other side has nothing to send', () => {
    expect(play(...talking, [sends(false), 300], [tick(0), 99_000]).watch.link).toBe('connected');
  });

  test('not at once when a silent side begins to send', () => {
    const story: [LinkInput, number][] = [
      [start, 0],
      [up, 1],
      [sends(false), 2],
      [sends(true), 9000],
    ];
    expect(play(...story, [tick(0), 9500]).watch.link).toBe('connected');
    expect(play(...story, [tick(0), 9000 + STALL_MS]).watch.link).toBe('reconnecting');
  });
});

describe('a new path is sought', () => {
  test('[promise 3.2] within 2 s of a disconnect, not sooner, then every 5 s', () => {
    const { restarts } = play(
      ...talking,
      [down, 1000],
      [tick(0), 1000 + RESTART_AFTER_MS - 1],
      [tick(0), 1000 + RESTART_AFTER_MS],
      [tick(0), 1000 + RESTART_AFTER_MS + RESTART_AGAIN_MS - 1],
      [tick(0), 1000 + RESTART_AFTER_MS + RESTART_AGAIN_MS],
    );
    expect(restarts).toEqual([3000, 8000]);
  });

  test('at once when the transport failed, also before it was ever up', () => {
    expect(play(...talking, [failed, 700]).restarts).toEqual([700]);
    expect(play([start, 0], [failed, 700]).restarts).toEqual([700]);
  });

  test('when the first offer gets no answer for 5 s, but not while one is being tried', () => {
    const early: LinkInput = { type: 'transport', state: 'connecting' };
    expect(play([start, 0], [tick(0), 4999], [tick(0), 5000]).restarts).toEqual([5000]);
    expect(play([start, 0], [early, 10], [tick(0), 9000]).restarts).toEqual([]);
  });

  test('anew after a recovery', () => {
    const story: [LinkInput, number][] = [
      [failed, 700],
      [up, 800],
      [packet, 801],
      [failed, 900],
    ];
    expect(play(...talking, ...story).restarts).toEqual([700, 900]);
  });

  test('not while all is well', () =>
    expect(play(...talking, [tick(9), 1000]).restarts).toEqual([]));
});

describe('a link is lost', () => {
  test('when it was closed, for good', () => {
    expect(play(...talking, [closed, 300], [up, 400], [packet, 401]).watch.link).toBe('lost');
  });

  test('when the first description could not be applied, but not by a later one', () => {
    expect(play([start, 0], [broken, 1]).watch.link).toBe('lost');
    expect(play(...talking, [broken, 300]).watch.link).toBe('connected');
  });
});
