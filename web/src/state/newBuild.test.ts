import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Phase } from '../call/callState';
import type { Ready } from '../gateway/types';
import { ScriptedGateway } from '../testing/aGateway';
import { followBuild, ownBuild } from './newBuild';

const OLD = '/assets/index-old.js';
const NEW = '/assets/index-new.js';

let gateway: ScriptedGateway;
let kept: Map<string, string>;
let phase: Phase;
const reload = vi.fn();
let stop: () => void;

const served = (clientBuild: string | null) =>
  gateway.start({ type: 'ready', clientBuild } as unknown as Ready);

function open(build: string | null = OLD): void {
  stop = followBuild(gateway, {
    build,
    shelf: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, to) => void kept.set(key, to),
    },
    phase: () => phase,
    reload,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  gateway = new ScriptedGateway();
  kept = new Map();
  phase = 'idle';
  reload.mockReset();
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

const waitLong = () => vi.advanceTimersByTime(10_000);

test('a page of another build fetches itself anew, once', () => {
  open();
  served(NEW);
  waitLong();
  waitLong();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('a page of the served build stays, and so does one that was not built or is told nothing', () => {
  open();
  served(OLD);
  served(null);
  waitLong();
  stop();
  open(null);
  served(NEW);
  waitLong();
  expect(reload).not.toHaveBeenCalled();
});

test('a page that got the old build again does not try without end', () => {
  open();
  served(NEW);
  waitLong();
  stop();
  open();
  served(NEW);
  waitLong();
  expect(reload).toHaveBeenCalledTimes(1);
  served('/assets/index-newest.js');
  waitLong();
  expect(reload).toHaveBeenCalledTimes(2);
});

test.each(['incoming', 'calling', 'connected', 'reconnecting', 'inAnotherTab'] as const)(
  'a call that is %s keeps the page, and its end lets it go',
  (busy) => {
    phase = busy;
    open();
    served(NEW);
    waitLong();
    expect(reload).not.toHaveBeenCalled();
    phase = 'ended';
    waitLong();
    expect(reload).toHaveBeenCalledTimes(1);
  },
);

test('nobody is interrupted while typing, in a form or in a dialog', () => {
  open();
  served(NEW);
  for (let typed = 0; typed < 10; typed += 1) {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    vi.advanceTimersByTime(2_000);
  }
  const field = document.createElement('input');
  document.body.append(field);
  field.focus();
  waitLong();
  field.remove();
  const dialog = document.createElement('div');
  dialog.setAttribute('role', 'dialog');
  document.body.append(dialog);
  waitLong();
  expect(reload).not.toHaveBeenCalled();
  dialog.remove();
  waitLong();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('the build of a page is its first script', () => {
  const page = new DOMParser().parseFromString(
    `<script type="module" src="${OLD}"></script><link rel="modulepreload" href="${NEW}">`,
    'text/html',
  );
  expect(ownBuild(page)).toBe(OLD);
  const unbuilt = '<script type="module" src="/src/main.ts"></script>';
  expect(ownBuild(new DOMParser().parseFromString(unbuilt, 'text/html'))).toBeNull();
  stop = () => undefined;
});
