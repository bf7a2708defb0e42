import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stayAwake } from './awake';

const release = vi.fn(() => Promise.resolve());
const request = vi.fn(() => Promise.resolve({ release }));

beforeEach(() => {
  vi.clearAllMocks();
  vi.stubGlobal('navigator', { wakeLock: { request } });
});
afterEach(() => vi.unstubAllGlobals());
const settle = () => vi.waitFor(() => expect(request).toHaveBeenCalled());

test('the screen stays on until the call is over', async () => {
  const end = stayAwake();
  await settle();
  expect(release).not.toHaveBeenCalled();
  end();
  await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
});

test('a page that is seen again asks again', async () => {
  const end = stayAwake();
  await settle();
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(2));
  end();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(request).toHaveBeenCalledTimes(2);
});

test('a lock that comes after the end is given back', async () => {
  const end = stayAwake();
  end();
  await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
});

test.each([
  ['refuses', { wakeLock: { request: () => Promise.reject(new Error('NotAllowedError')) } }],
  ['has none', {}],
])('a browser that %s changes nothing', (_, browser) => {
  vi.stubGlobal('navigator', browser);
  expect(() => stayAwake()()).not.toThrow();
});
