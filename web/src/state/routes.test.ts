import { expect, test } from 'vitest';
import { pathOf, routeOf, type Route } from './routes';

const routes: Route[] = [
  { name: 'messages' },
  { name: 'messages', conv: 'b0b-_' },
  { name: 'calls' },
  { name: 'calls', call: 'c4ll-_' },
  { name: 'settings' },
  { name: 'settings', page: 'devices' },
  { name: 'profile', handle: 'rosa.marin' },
  { name: 'signIn' },
  { name: 'signUp' },
  { name: 'welcome', step: 'photo' },
  { name: 'welcome', step: 'people' },
  { name: 'setUp', token: 'a/b' },
  { name: 'reset', token: 'tok%en' },
  { name: 'notFound' },
];

test.each(routes)('the address of $name leads back to it', (route) => {
  expect(routeOf(pathOf(route))).toEqual(route);
});

test('the root is the inbox', () => expect(routeOf('/')).toEqual({ name: 'messages' }));

test.each(['/calls/x/y', '/u', '/u/', '/setup', '/messages/a/b', '/admin', '/sign-in/x'])(
  '%s is no page',
  (path) => expect(routeOf(path)).toEqual({ name: 'notFound' }),
);

test('a broken escape is no crash', () => {
  expect(routeOf('/u/%E0%A4%A')).toEqual({ name: 'profile', handle: '%E0%A4%A' });
});
