import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { bob, me, person, ready, strangers } from '../../testing/samples';
import { show, stage } from '../../testing/screen';
import BlockedPage from './BlockedPage.svelte';
import CallsPage from './CallsPage.svelte';
import { kept } from './crop';
import NameForm from './NameForm.svelte';
import SoundsPage from './SoundsPage.svelte';

const counts = { 'GET /contacts/counts': { addressBook: 9, follows: 1 } };
const settings = { callsOn: true, audience: ['follows' as const], quickTexts: [] };
const group = (name: string) => screen.getByRole('checkbox', { name });

describe('who can ring me', () => {
  test('[promise 2.5] is any mix of four groups, with how many people are in them', async () => {
    const now = stage({ ...counts, 'PATCH /accounts/me/settings': settings });
    show(now, CallsPage, {});
    expect(await screen.findByText('9 people')).toBeTruthy();
    expect(screen.getByText('1 person')).toBeTruthy();
    expect(screen.getAllByRole('checkbox')).toHaveLength(4);
    await userEvent.click(group('My address book'));
    expect(now.bodies.at(-1)).toEqual({ audience: ['follows'] });
  });

  test('[promise 2.5] nothing ticked means nobody, and the page says so', async () => {
    const now = stage({
      ...counts,
      'PATCH /accounts/me/settings': { ...settings, audience: [] },
    });
    now.app.settings.account = settings;
    show(now, CallsPage, {});
    await userEvent.click(group('People I follow'));
    expect(
      await screen.findByText('Nobody can ring you. You can still call.', { selector: 'span' }),
    ).toBeTruthy();
  });

  test('a change that cannot be saved goes back, with one line', async () => {
    const now = stage({ ...counts, 'PATCH /accounts/me/settings': 'unavailable' });
    show(now, CallsPage, {});
    await userEvent.click(group('Everyone'));
    expect(await screen.findByText(/^Not saved\./)).toBeTruthy();
    await waitFor(() => expect(group('Everyone')).toHaveProperty('checked', false));
  });

  test('[promise 2.22] follows what another device chose', async () => {
    const now = stage(counts);
    show(now, CallsPage, {});
    now.gateway.tell({
      type: 'settings.changed',
      seq: 1,
      settings: { ...settings, callsOn: false, audience: ['everyone'] },
    });
    await waitFor(() => expect(group('Everyone')).toHaveProperty('checked', true));
    expect(screen.getByRole('switch', { name: 'Calls are off' })).toBeTruthy();
    expect(group('Everyone')).toHaveProperty('disabled', true);
  });
});

describe('[promise 3.17] the decline texts', () => {
  const texts = () =>
    screen.getAllByRole('textbox').map((field) => (field as HTMLInputElement).value);

  test('are four, and editable', async () => {
    const answer = { ...settings, quickTexts: ['Soon', 'b', 'c', 'd'] };
    const now = stage({ ...counts, 'PATCH /accounts/me/settings': answer });
    show(now, CallsPage, {});
    const usual = texts();
    expect(usual).toHaveLength(4);
    const [first] = screen.getAllByRole('textbox');
    await userEvent.clear(first as HTMLElement);
    await userEvent.type(first as HTMLElement, 'Soon');
    await userEvent.tab();
    expect(now.bodies.at(-1)).toEqual({ quickTexts: ['Soon', ...usual.slice(1)] });
    await waitFor(() => expect(texts()).toEqual(answer.quickTexts));
  });

  test('come back when all are emptied', async () => {
    const now = stage({ ...counts, 'PATCH /accounts/me/settings': settings });
    now.app.settings.account = { ...settings, quickTexts: ['Soon'] };
    show(now, CallsPage, {});
    await userEvent.clear(screen.getByDisplayValue('Soon'));
    await userEvent.tab();
    expect(now.bodies.at(-1)).toEqual({ quickTexts: [] });
  });
});

test('ringing on this device is switched by itself', async () => {
  const now = stage({ 'PATCH /devices/current': { rings: false } });
  show(now, SoundsPage, {});
  await userEvent.click(screen.getByRole('switch', { name: 'Ring on this device' }));
  expect(now.bodies).toEqual([{ rings: false }]);
});

test('a name that is being typed outlives a new connection, and follows another device', async () => {
  const now = stage();
  show(now, NameForm, {});
  const field = screen.getByLabelText<HTMLInputElement>('Name');
  await userEvent.type(field, ' Stone');
  now.gateway.start(ready({ me: { ...me, person: { ...me.person } } }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Save' })).toBeTruthy());
  expect(field.value).toBe(`${me.person.displayName} Stone`);
  now.gateway.start(ready({ me: { ...me, person: { ...me.person, displayName: 'Alba' } } }));
  await waitFor(() => expect(field.value).toBe('Alba'));
});

test('both kinds of blocked people are listed and can be let in again', async () => {
  const carol = person('Carol Stone');
  const now = stage({
    'GET /contacts?kind=blocked': {
      contacts: [
        { person: bob, relation: { ...strangers, blocked: true } },
        { person: carol, relation: { ...strangers, callBlocked: true } },
      ],
      cursor: null,
    },
    [`DELETE /people/${carol.account}/call-block`]: strangers,
  });
  show(now, BlockedPage, {});
  expect(await screen.findByText('Everything blocked')).toBeTruthy();
  expect(screen.getByText('Calls blocked')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Unblock Carol' }));
  await waitFor(() => expect(screen.queryByText('Calls blocked')).toBeNull());
  expect(now.asked.at(-1)).toBe(`DELETE /people/${carol.account}/call-block`);
});

describe('a photo under the circle', () => {
  const wide = { width: 200, height: 100 };

  test('always fills it', () => {
    expect(kept({ zoom: 0.2, x: 9, y: 9 }, wide)).toEqual({ zoom: 1, x: 0.5, y: 0 });
    expect(kept({ zoom: 2, x: -9, y: -9 }, wide)).toEqual({ zoom: 2, x: -1.5, y: -0.5 });
  });

  test('comes no nearer than its points allow', () => {
    expect(kept({ zoom: 99, x: 0, y: 0 }, wide).zoom).toBe(4);
  });
});
