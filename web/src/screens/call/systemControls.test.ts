import { afterEach, expect, test, vi } from 'vitest';
import { offerControls, showControls } from './systemControls';

afterEach(() => vi.unstubAllGlobals());

function session(known: string[]) {
  const handlers = new Map<string, (() => void) | null>();
  const active: boolean[] = [];
  const set = (on: boolean) => void active.push(on);
  const setActionHandler = (name: string, handler: (() => void) | null) => {
    if (!known.includes(name)) throw new TypeError(name);
    handlers.set(name, handler);
  };
  const mediaSession = { setActionHandler, setMicrophoneActive: set, setCameraActive: set };
  vi.stubGlobal('navigator', { mediaSession });
  return { handlers, active };
}

const doing = () => ({ mute: vi.fn(), camera: vi.fn(), end: vi.fn() });

test('[promise 4.4] the system can hang up, mute and turn the camera off, during the call', () => {
  const { handlers } = session(['togglemicrophone', 'togglecamera', 'hangup']);
  const did = doing();
  const over = offerControls(did);
  for (const handler of handlers.values()) handler?.();
  for (const done of Object.values(did)) expect(done).toHaveBeenCalledOnce();
  over();
  expect([...handlers.values()]).toEqual([null, null, null]);
});

test('a system that knows only some of them is offered those', () => {
  const { handlers } = session(['hangup']);
  offerControls(doing());
  expect([...handlers.keys()]).toEqual(['hangup']);
});

test('the system is told what is on', () => {
  const { active } = session([]);
  showControls({ microphone: false, camera: true });
  expect(active).toEqual([false, true]);
});

test('a browser without such controls is no trouble', () => {
  vi.stubGlobal('navigator', {});
  showControls({ microphone: true, camera: true });
  expect(offerControls(doing())).not.toThrow();
});
