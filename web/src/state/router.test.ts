import { afterEach, beforeEach, expect, test } from 'vitest';
import { router } from './router.svelte';

let stop: () => void;
let link: HTMLAnchorElement;

beforeEach(() => {
  history.replaceState(null, '', '/messages');
  stop = router.start();
  router.go({ name: 'messages' }, { replace: true });
  link = document.body.appendChild(document.createElement('a'));
});
afterEach(() => {
  stop();
  link.remove();
});

const press = (init: MouseEventInit = {}) => {
  const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
  link.dispatchEvent(event);
  return event.defaultPrevented;
};

test('a press on a link shows its page without loading anew', () => {
  link.href = '/u/rosa.marin';
  expect(press()).toBe(true);
  expect(router.route).toEqual({ name: 'profile', handle: 'rosa.marin' });
  expect(location.pathname).toBe('/u/rosa.marin');
});

test.each([
  ['another site', 'https://example.org/calls', {}],
  ['a file of the server', '/api/v1/openapi.json', {}],
  ['a place in this page', '/messages#main', {}],
  ['a new tab', '/calls', { ctrlKey: true }],
])('a link to %s is left to the browser', (_, href, init) => {
  link.href = href;
  document.addEventListener('click', (event) => event.preventDefault(), { once: true });
  press(init);
  expect(router.route).toEqual({ name: 'messages' });
});

test('the back button of the browser goes back', () => {
  router.go({ name: 'calls' });
  history.replaceState(null, '', '/messages');
  dispatchEvent(new PopStateEvent('popstate'));
  expect(router.route).toEqual({ name: 'messages' });
});
