import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TalkKey } from './talkKey';

let muted: boolean;
let home: HTMLButtonElement;
let key: TalkKey;
const mute = vi.fn((value: boolean) => {
  muted = value;
});

beforeEach(() => {
  muted = true;
  mute.mockClear();
  home = document.body.appendChild(document.createElement('button'));
  key = new TalkKey(() => home, mute);
});
afterEach(() => document.body.replaceChildren());

function event(type: string, at: number, init: KeyboardEventInit = {}): KeyboardEvent {
  const made = new KeyboardEvent(type, { key: ' ', cancelable: true, ...init });
  Object.defineProperty(made, 'timeStamp', { value: at });
  return made;
}

const press = (at: number, init?: KeyboardEventInit): KeyboardEvent => {
  const made = event('keydown', at, init);
  key.down(made, muted);
  return made;
};
const release = (at: number): KeyboardEvent => {
  const made = event('keyup', at);
  key.up(made);
  return made;
};

test('[promise 4.1] held it opens the microphone, let go it closes it', () => {
  press(0);
  expect(muted).toBe(false);
  expect(press(50, { repeat: true }).defaultPrevented).toBe(true);
  expect(release(2_000).defaultPrevented).toBe(true);
  expect(muted).toBe(true);
  expect(mute).toHaveBeenCalledTimes(2);
});

test('a short press on the mute button stays the press of a button', () => {
  home.focus();
  press(0);
  expect(release(100).defaultPrevented).toBe(false);
});

test('nobody who is heard is muted by it', () => {
  muted = false;
  press(0);
  release(1_000);
  expect(mute).not.toHaveBeenCalled();
});

test.each(['button', 'input', 'textarea', 'select'])('a focused %s keeps its key', (name) => {
  const other = document.body.appendChild(document.createElement(name));
  other.focus();
  press(0);
  expect(mute).not.toHaveBeenCalled();
});

test('other keys do nothing', () => {
  press(0, { key: 'a' });
  expect(mute).not.toHaveBeenCalled();
});

test('a page that loses the keyboard mutes again', () => {
  press(0);
  key.letGo();
  expect(muted).toBe(true);
  release(1_000);
  expect(mute).toHaveBeenCalledTimes(2);
});
