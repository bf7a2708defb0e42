// Every screen outside of a call.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { phoneIcon } from '../support/calls.ts';
import { shoot, shootForReadme } from './album.ts';
import { expect, openThread, test } from './fixtures.ts';
import { withFreshServer } from './freshServer.ts';

const PHOTO = join(import.meta.dirname, '../../src/bobwhite/demo/people/wren.jpg');

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('operator set-up', async ({ visitor }) => {
  await withFreshServer(async (link) => {
    await visitor.goto(new URL('/', link).href);
    await expect(visitor.getByRole('heading', { name: 'This server is new' })).toBeVisible();
    await shoot(visitor, '07-not-set-up');
    await visitor.goto(link);
    await visitor.getByLabel('Name').fill('Nest');
    await shoot(visitor, '07-set-up-1-name');
    await button(visitor, 'Continue').click();
    await visitor.getByLabel('Everyone').check();
    await shoot(visitor, '07-set-up-2-who');
    await button(visitor, 'Continue').click();
    await shoot(visitor, '07-set-up-3-account');
  });
});

test('sign in', async ({ visitor, server }) => {
  await visitor.goto(server.origin);
  await expect(button(visitor, 'Sign in with a passkey')).toBeVisible();
  await shoot(visitor, '07-sign-in');
  await button(visitor, 'Use a password').click();
  await shoot(visitor, '07-sign-in-password');
  await visitor.getByLabel('Handle').fill('june');
  await visitor.getByLabel('Password').fill('not this one');
  await button(visitor, 'Sign in').click();
  await expect(visitor.getByText('Check your handle and your password.')).toBeVisible();
  await shoot(visitor, '07-sign-in-wrong');
});

test('first run', async ({ visitor, server }) => {
  await visitor.goto(`${server.origin}/sign-up`);
  await shoot(visitor, '07-sign-up');
  await button(visitor, 'Use a password instead').click();
  await visitor.getByLabel('Your name').fill('Ada Lind');
  await visitor.getByLabel('Password').fill('a few words in a row');
  await shoot(visitor, '07-sign-up-password');
  await button(visitor, 'Create my account').click();
  await expect(visitor.getByRole('heading', { name: 'Add a photo' })).toBeVisible();
  await shoot(visitor, '07-welcome-photo');
  await visitor.locator('input[type=file]').setInputFiles(PHOTO);
  await expect(button(visitor, 'Continue')).toBeVisible();
  await shoot(visitor, '07-welcome-photo-chosen');
  await button(visitor, 'Continue').click();
  await shoot(visitor, '07-welcome-people');
  await visitor.getByLabel('Somebody’s handle').fill('rosa.marin');
  await button(visitor, 'Find').click();
  await expect(button(visitor, 'Follow')).toBeVisible();
  await shoot(visitor, '07-welcome-people-found');
  await button(visitor, 'Go to messages').click();
  await expect(visitor.getByText('Write to someone you know').first()).toBeVisible();
  await shoot(visitor, '01-inbox-empty');
  await visitor.goto(`${server.origin}/calls`);
  await expect(visitor.getByText('No calls yet')).toBeVisible();
  await shoot(visitor, '10-calls-empty');
});

test('conversation', async ({ june, rosa }) => {
  await expect(rosa.getByText('June Okafor').first()).toBeVisible();
  await shoot(june, '01-inbox');
  await openThread(june, 'Rosa Marín');
  await expect(june.getByText('Online', { exact: true })).toBeVisible();
  await shoot(june, '01-conversation-quiet');
  await phoneIcon(june).click();
  await expect(june.getByRole('menuitem', { name: 'Audio call' })).toBeVisible();
  await shoot(june, '01-conversation');
  await shootForReadme(june);
  await june.keyboard.press('Escape');
  await button(june, 'More').click();
  await shoot(june, '01-conversation-menu');
});

test('more of the inbox', async ({ june }) => {
  await openThread(june, 'Lena Vogt');
  await expect(button(june, 'Accept')).toBeVisible();
  await shoot(june, '01-message-request');
  await button(june, 'More').click();
  await shoot(june, '01-no-call-line');
  await june.keyboard.press('Escape');
  await june.goto(new URL('/messages', june.url()).href);
  await button(june, 'New message').click();
  await expect(june.getByRole('dialog')).toBeVisible();
  await shoot(june, '01-new-message');
  await june.keyboard.press('Escape');
  await june.getByLabel('Search people and messages').fill('wren');
  await expect(june.getByText('Wren Calloway')).toBeVisible();
  await shoot(june, '01-search');
});

test('profile', async ({ june, server }) => {
  await june.goto(`${server.origin}/u/rosa.marin`);
  await expect(button(june, 'Message')).toBeVisible();
  await shoot(june, '01-profile');
  await button(june, 'More').click();
  await june.getByRole('menuitem', { name: /^Block/ }).click();
  await expect(june.getByRole('dialog')).toBeVisible();
  await shoot(june, '01-block-dialog');
  await june.keyboard.press('Escape');
  await june.goto(`${server.origin}/u/june`);
  await expect(june.getByText('Edit profile')).toBeVisible();
  await shoot(june, '01-own-profile');
});

test('calls', async ({ june, server }) => {
  await june.goto(`${server.origin}/calls`);
  await expect(june.getByText('Amara Nwosu')).toBeVisible();
  await expect(button(june, /^Audio call to/).first()).toBeVisible();
  await shoot(june, '10-calls');
  await button(june, 'Search calls by name').click();
  await june.keyboard.type('ama');
  await expect(june.getByText('Idris Haddad')).toBeHidden();
  await shoot(june, '10-calls-search');
  await june.keyboard.type('ryllis');
  await expect(june.getByText('No calls found')).toBeVisible();
  await shoot(june, '10-calls-nothing-found');
  await june.keyboard.press('Escape');
  await june.getByRole('link', { name: /Amara Nwosu/ }).click();
  await expect(button(june, 'Remove from my list')).toBeVisible();
  await shoot(june, '10-call-details');
});

test('settings', async ({ june, server }) => {
  await june.goto(`${server.origin}/u/nils`);
  await button(june, 'More').click();
  await june.getByRole('menuitem', { name: /^Block/ }).click();
  await june
    .getByRole('dialog')
    .getByRole('button', { name: /^Block/ })
    .click();
  await expect(june.getByRole('dialog')).toBeHidden();
  await shoot(june, '01-profile-blocked');
  await june.goto(`${server.origin}/settings`);
  await shoot(june, '06-settings');
  for (const page of ['calls', 'account', 'sounds', 'blocked', 'devices', 'appearance', 'help']) {
    await june.goto(`${server.origin}/settings/${page}`);
    await expect(june.getByRole('heading', { level: 1 }).last()).toBeVisible();
    await shoot(june, `06-settings-${page}`);
  }
  await june.goto(`${server.origin}/settings/calls`);
  await june.getByLabel('Calls are on').uncheck();
  await expect(june.getByText('Calls are off')).toBeVisible();
  await shoot(june, '06-settings-calls-off');
  await june.getByLabel('Calls are off').check();
  await expect(june.getByText('Calls are on')).toBeVisible();
});
