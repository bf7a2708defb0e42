// What screens show while something is on its way, away, elsewhere, missing or odd.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { answer, endButton, hangUp, incoming, phoneIcon, ring } from '../support/calls.ts';
import { expectSound } from '../support/media.ts';
import { ODD_NAMES } from '../support/names.ts';
import { DEMO_PASSWORD } from '../support/people.ts';
import { shoot } from './album.ts';
import { expect, openThread, test } from './fixtures.ts';

const PHOTO = join(import.meta.dirname, '../../src/bobwhite/demo/people/rosa.jpg');

/** Screens that ask the server for what they show: by what they ask. */
const LATE = [
  { name: '10-calls', asks: '**/api/v1/calls?**', path: '/calls' },
  { name: '01-profile', asks: '**/api/v1/people/by-handle/**', path: '/u/rosa.marin' },
  { name: '06-settings-blocked', asks: '**/api/v1/contacts?**', path: '/settings/blocked' },
  { name: '06-settings-devices', asks: '**/api/v1/sessions', path: '/settings/devices' },
];

for (const { name, asks, path } of LATE) {
  test(`${name}, loading and not loaded`, async ({ june, server }) => {
    await june.route(asks, () => undefined);
    await june.goto(server.origin + path);
    await expect(june.getByText('Loading', { exact: true }).first()).toBeAttached();
    await shoot(june, `${name}-loading`);
    await june.unroute(asks);
    await june.route(asks, (route) => route.abort());
    await june.goto(server.origin + path);
    await expect(june.getByText('Loading', { exact: true })).toHaveCount(0);
    await shoot(june, `${name}-not-loaded`);
  });
}

test('conversations on their way, and one that is not loaded', async ({ june, server }) => {
  const nils = await june.context().request.get(`${server.origin}/api/v1/people/by-handle/nils`);
  const { person } = (await nils.json()) as { person: { account: string } };
  const thread = `${server.origin}/messages/${person.account}`;
  const asks = '**/api/v1/people/acc_*';
  await june.route(asks, () => undefined);
  await june.goto(thread);
  await expect(june.getByText('Loading', { exact: true }).first()).toBeAttached();
  await shoot(june, '01-conversation-loading');
  await june.unroute(asks);
  await june.route(asks, (route) => route.abort());
  await june.goto(thread);
  await expect(june.getByText('Loading', { exact: true })).toHaveCount(0);
  await shoot(june, '01-conversation-not-loaded');
  await june.routeWebSocket(/gateway/, () => undefined);
  await june.goto(`${server.origin}/messages`);
  await expect(june.getByText('Loading', { exact: true }).first()).toBeAttached();
  await shoot(june, '01-inbox-loading');
});

test('the server is away', async ({ june, server }) => {
  await openThread(june, 'Rosa Marín');
  await june.context().setOffline(true);
  await expect(june.getByText(/No connection|away/i).first()).toBeVisible();
  await june.getByRole('textbox', { name: 'Message Rosa' }).fill('Is the kettle on?');
  await june.keyboard.press('Enter');
  await shoot(june, '01-conversation-offline');
  await june.context().setOffline(false);
  await june.route('**/api/v1/accounts/me', (route) => route.abort());
  await june.goto(`${server.origin}/messages`);
  await expect(june.getByRole('button', { name: 'Try again' })).toBeVisible();
  await shoot(june, '00-away');
});

test('a call elsewhere', async ({ june, rosa, visitor, server }) => {
  await openThread(june, 'Rosa Marín');
  await openThread(rosa, 'June Okafor');
  await ring(june, 'audio');
  await answer(rosa, 'audio');
  await expectSound(june);
  const tab = await june.context().newPage();
  await tab.goto(`${server.origin}/messages`);
  await expect(tab.getByText('In a call in another tab')).toBeVisible();
  await shoot(tab, '04-in-another-tab');
  await tab.close();
  await visitor.context().request.post(`${server.origin}/api/v1/sessions`, {
    data: { handle: 'june', password: DEMO_PASSWORD },
    headers: { origin: server.origin },
  });
  await visitor.goto(`${server.origin}/messages`);
  await expect(visitor.getByText('In a call on another device')).toBeVisible();
  await shoot(visitor, '04-on-another-device');
  await june.reload();
  await expect(june.getByRole('button', { name: 'Return to call' })).toBeVisible();
  await shoot(june, '04-return-to-call');
  await june.getByRole('button', { name: 'Return to call' }).click();
  await expectSound(june);
  await rosa.goto('about:blank');
  await expect(june.getByText('Reconnecting…').first()).toBeVisible();
  await shoot(june, '04-reconnecting');
  await june.mouse.move(300, 300);
  await endButton(june).click();
});

test('a call that cannot be', async ({ june, rosa, visitor, server }) => {
  const settings = `${server.origin}/api/v1/accounts/me/settings`;
  const headers = { origin: server.origin };
  const callsOn = (on: boolean) =>
    rosa.context().request.patch(settings, { data: { callsOn: on }, headers });
  // As where the word that she may be called no more is still on its way.
  await june.routeWebSocket(/gateway/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (!message.includes('presence.changed')) socket.send(message);
    });
  });
  await june.reload();
  await openThread(june, 'Rosa Marín');
  await expect(phoneIcon(june)).toBeVisible();
  await callsOn(false);
  await phoneIcon(june).click();
  await june.getByRole('menuitem', { name: 'Audio call' }).click();
  await expect(june.getByText('Not available', { exact: true })).toBeVisible();
  await shoot(june, '05-ended-not-available');
  await june.getByRole('button', { name: 'Close' }).click();
  await callsOn(true);

  // It rings on two of June's devices, and she takes it on the other one.
  await visitor.context().request.post(`${server.origin}/api/v1/sessions`, {
    data: { handle: 'june', password: DEMO_PASSWORD },
    headers,
  });
  await visitor.goto(`${server.origin}/messages`);
  await openThread(rosa, 'June Okafor');
  await ring(rosa, 'audio');
  await expect(incoming(june)).toBeVisible();
  await answer(visitor, 'audio');
  await expect(june.getByText('Answered on another device')).toBeVisible();
  await shoot(june, '02-answered-elsewhere');
  await hangUp(visitor);
});

test('no device may be used', async ({ june }) => {
  await openThread(june, 'Rosa Marín');
  await june.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await phoneIcon(june).click();
  await june.getByRole('menuitem', { name: 'Video call' }).click();
  await expect(june.getByText(/doesn’t let Bobwhite use/).first()).toBeVisible();
  await shoot(june, '03-preview-devices-refused');
  await june.getByRole('button', { name: 'Cancel' }).click();
});

test('odd names without a photo', async ({ june, rosa, server }) => {
  const me = `${server.origin}/api/v1/accounts/me`;
  const headers = { origin: server.origin };
  const { request } = rosa.context();
  const rename = (displayName: string) => request.patch(me, { data: { displayName }, headers });
  await openThread(june, 'Rosa Marín');
  await openThread(rosa, 'June Okafor');
  await request.delete(`${me}/avatar`, { headers });
  for (const [kind, name] of Object.entries(ODD_NAMES)) {
    await rename(name);
    await showsName(june, name);
    await shoot(june, `01-conversation-name-${kind}`);
    // More rings than these would be too many for one pair.
    if (!['one-word', 'marked'].includes(kind)) continue;
    await ring(rosa, 'audio');
    await expect(incoming(june)).toBeVisible();
    await shoot(june, `02-incoming-name-${kind}`);
    await rosa.getByRole('button', { name: 'Cancel' }).click();
    await expect(incoming(june)).toBeHidden();
    await rosa.getByRole('button', { name: 'Close' }).click();
  }
  await rename('Rosa Marín');
  const photo = {
    data: readFileSync(PHOTO),
    headers: { ...headers, 'content-type': 'image/jpeg' },
  };
  await request.put(`${me}/avatar`, photo);
  await showsName(june, 'Rosa Marín');
});

async function showsName(page: Page, name: string): Promise<void> {
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 }).last()).toContainText(name);
}
