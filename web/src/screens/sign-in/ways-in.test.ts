// Do the ways in tell people what went wrong, and keep what they wrote?

import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { session } from '../../state/session.svelte';
import CreateAccount from './CreateAccount.svelte';
import ResetPassword from './ResetPassword.svelte';
import SetUp from './SetUp.svelte';
import SignIn from './SignIn.svelte';

type Answer = [status: number, body?: object];

/** Answers each path below /api/v1 and keeps what was sent to it. */
function serve(answers: Record<string, Answer>): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    const path = String(url).replace('/api/v1', '');
    sent[path] = JSON.parse(String(init?.body ?? 'null'));
    const [status, body] = answers[path] ?? [404, { code: 'not_found' }];
    return Promise.resolve(new Response(body ? JSON.stringify(body) : null, { status }));
  });
  return sent;
}

const person = userEvent.setup();
const button = (name: string) => person.click(screen.getByRole('button', { name }));
const write = (label: string, text: string) => person.type(screen.getByLabelText(label), text);
const problem = async () =>
  (await screen.findByRole('alert')).textContent.replace(/\s+/g, ' ').trim();

beforeEach(() => {
  session.instance = null;
});

test('a password that does not match says so and keeps the handle', async () => {
  const sent = serve({ '/sessions': [401, { code: 'sign_in_failed' }] });
  render(SignIn);
  await write('Handle', 'alice');
  await write('Password', 'not the one');
  await button('Sign in');
  expect(await problem()).toMatch(/^That didn’t match/);
  expect(sent['/sessions']).toEqual({ handle: 'alice', password: 'not the one' });
  expect(screen.getByLabelText<HTMLInputElement>('Handle').value).toBe('alice');
});

test('a server that is away is named, not a wrong password', async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('network'));
  render(SignIn);
  await write('Handle', 'alice');
  await write('Password', 'anything at all');
  await button('Sign in');
  expect(await problem()).toMatch(/^No connection/);
});

test('emergency numbers are ruled out before anybody signs in', () => {
  render(SignIn);
  expect(screen.getByText(/can’t call emergency numbers/)).toBeTruthy();
});

test('a server that takes no new people does not invite them', () => {
  session.instance = {
    name: 'Nest',
    signUpOpen: false,
    needsSetUp: false,
    placingPolicy: 'everyone',
    welcomeImage: null,
    messageRule: true,
  };
  render(SignIn);
  expect(screen.queryByText('Create an account')).toBeNull();
});

test('the handle follows the name until it is written by hand', async () => {
  render(CreateAccount);
  const handle = screen.getByLabelText<HTMLInputElement>('Handle');
  await write('Your name', 'Rosa Marín');
  expect(handle.value).toBe('rosa.marin');
  await person.clear(handle);
  await person.type(handle, 'rosa');
  await write('Your name', ' Ruiz');
  expect(handle.value).toBe('rosa');
});

test('what is wrong with the handle stands at the handle and takes the focus', async () => {
  serve({ '/accounts': [409, { code: 'handle_taken' }] });
  render(CreateAccount);
  await write('Your name', 'Alice');
  await write('Password', 'a long enough one');
  await button('Create my account');
  const handle = screen.getByLabelText('Handle');
  await vi.waitFor(() => expect(handle.getAttribute('aria-invalid')).toBe('true'));
  expect(document.activeElement).toBe(handle);
  expect(screen.getByText(/^That handle is taken/)).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('the operator must choose who may start calls', async () => {
  const sent = serve({
    '/setup/look': [200, {}],
    '/setup': [400, { code: 'password_too_short', field: 'password' }],
  });
  render(SetUp, { token: 'once' });
  await write('Name', 'Dawn choir');
  await button('Continue');
  await button('Continue');
  expect(await problem()).toBe('Choose one of the three.');
  await person.click(screen.getByText('Verified people'));
  await button('Continue');
  await write('Your name', 'Alice');
  await write('Password', 'short');
  await button('Finish');
  expect(await screen.findByText(/^That password is too short/)).toBeTruthy();
  expect(sent['/setup']).toEqual({
    token: 'once',
    name: 'Dawn choir',
    placingPolicy: 'verified',
    signUpOpen: true,
    displayName: 'Alice',
    handle: 'alice',
    password: 'short',
  });
});

test('a community name that will not do leads back to where it was written', async () => {
  serve({
    '/setup/look': [200, {}],
    '/setup': [400, { code: 'display_name_invalid', field: 'name' }],
  });
  render(SetUp, { token: 'once' });
  await write('Name', 'Dawn choir');
  await button('Continue');
  await person.click(screen.getByText('Verified people'));
  await button('Continue');
  await write('Your name', 'Alice');
  await write('Password', 'a long enough one');
  await button('Finish');
  expect(await screen.findByText(/^Choose another name/)).toBeTruthy();
  expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Dawn choir');
});

test('a set-up link that was used leads to the sign-in', async () => {
  serve({ '/setup/look': [409, { code: 'set_up_done' }] });
  render(SetUp, { token: 'used' });
  expect(await screen.findByRole('heading', { name: 'This server is set up' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/sign-in');
});

test('an expired reset link says so', async () => {
  serve({ '/password-resets': [404, { code: 'link_expired' }] });
  render(ResetPassword, { token: 'old' });
  await write('New password', 'a long enough one');
  await button('Save');
  expect(await problem()).toMatch(/^This link no longer works/);
});
