import { beforeEach, expect, test, vi } from 'vitest';
import { settled } from './settled';

let gateway: { told: number };
let answers: number;
const send = vi.fn();

beforeEach(() => {
  gateway = { told: 7 };
  answers = 0;
  send.mockReset().mockImplementation(() => Promise.resolve(++answers));
});
const asking = () => settled(gateway, send);

test('an answer that nothing crossed is taken as it is', async () => {
  expect(await asking()('GET', '/calls')).toBe(1);
  expect(send).toHaveBeenCalledWith('GET', '/calls', undefined);
});

test('[promise 3.15] an answer that a change may have overtaken is asked for again', async () => {
  for (const [method, path] of [
    ['GET', '/calls'],
    ['POST', '/conversations'],
  ] as const) {
    answers = 0;
    const answer = asking()<number>(method, path, {});
    gateway.told += 1;
    expect(await answer).toBe(2);
  }
});

test('somebody to whom much happens gets the third answer', async () => {
  send.mockImplementation(() => {
    gateway.told += 1;
    return Promise.resolve(++answers);
  });
  expect(await asking()('GET', '/calls')).toBe(3);
});

test('what changes something is sent once', async () => {
  const answer = asking()('PUT', '/people/bob/follow');
  gateway.told += 1;
  expect(await answer).toBe(1);
});
