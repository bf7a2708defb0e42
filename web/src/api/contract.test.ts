// Does the server have every path that the client asks for?

import { beforeEach, expect, test, vi } from 'vitest';
import schema from '../../../schema/openapi.json';
import { requestsOver } from '../state/requests';
import { accounts } from './accounts';
import { ask } from './ask';

const routes = Object.entries(schema.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  })),
);
const groups: Record<string, Record<string, unknown>> = { accounts, requests: requestsOver(ask) };
const all = Object.values(groups).flatMap((group) => Object.entries(group));

let asked: { method: string; path: string }[];

beforeEach(() => {
  asked = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    const { pathname } = new URL(String(url), 'http://localhost');
    asked.push({ method: init?.method ?? 'GET', path: pathname });
    return Promise.resolve(new Response('{}'));
  });
});

test.each(all)('%s asks for a path of the schema', async (_, request) => {
  await (request as (...values: unknown[]) => Promise<unknown>)('block', 'block', true);
  expect(asked).toHaveLength(1);
  const [{ method, path } = { method: '', path: '' }] = asked;
  expect(routes.filter((route) => route.method === method && route.pattern.test(path))).not.toEqual(
    [],
  );
});
