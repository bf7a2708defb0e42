// A call from the ring to its end, as June sees it; Rosa is the other side.

import type { Page } from '@playwright/test';
import { answer, endButton, hangUp, phoneIcon, ring } from '../support/calls.ts';
import { expectPicture, expectSound } from '../support/media.ts';
import { shoot } from './album.ts';
import { expect, openThread, test } from './fixtures.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** Lets the controls of a call show: they go when nobody moves. */
async function wake(page: Page): Promise<void> {
  await page.mouse.move(300, 300);
  await page.mouse.move(310, 310);
}

/** A call begins with a small picture and soon sends a larger one. */
async function expectSharp(page: Page): Promise<void> {
  const theirs = page.locator('video[aria-label="Rosa Marín"]');
  const width = () => theirs.evaluate((video: HTMLVideoElement) => video.videoWidth);
  await expect.poll(width).toBeGreaterThanOrEqual(960);
}

test('incoming video call', async ({ june, rosa }) => {
  await openThread(june, 'Idris Haddad');
  const words = 'Strings first, then let the brass come in from the ba';
  await june.getByRole('textbox', { name: 'Message Idris' }).pressSequentially(words);
  await openThread(rosa, 'June Okafor');
  await ring(rosa, 'video');
  await expect(button(june, 'Accept video')).toBeVisible();
  await shoot(june, '02-incoming');
  await button(june, 'Decline with message').click();
  await expect(june.getByRole('heading', { name: 'Decline and tell Rosa' })).toBeVisible();
  await shoot(june, '02-decline-message');
  await june.getByLabel('Your own words').fill('In the rehearsal, back at one');
  await shoot(june, '02-decline-own-words');
  await button(june, 'Send and decline').click();
  await expect(rosa.getByText('Declined', { exact: true })).toBeVisible();
  await shoot(rosa, '05-ended-declined');
});

test('incoming voice call', async ({ june, rosa }) => {
  await openThread(rosa, 'June Okafor');
  await ring(rosa, 'audio');
  await expect(button(june, 'Accept audio')).toBeVisible();
  await shoot(june, '02-incoming-voice');
  await button(rosa, 'Cancel').click();
  await expect(button(june, 'Accept audio')).toBeHidden();
  await openThread(june, 'Rosa Marín');
  await shoot(june, '01-conversation-missed');
});

test('outgoing video call', async ({ june, rosa }) => {
  await openThread(june, 'Rosa Marín');
  await phoneIcon(june).click();
  await june.getByRole('menuitem', { name: 'Video call' }).click();
  await expect(june.getByText('Only you see this until Rosa answers')).toBeVisible();
  await shoot(june, '03-preview');
  await button(june, 'Camera').click();
  await expect(button(june, 'Camera off')).toBeVisible();
  await shoot(june, '03-preview-camera-off');
  await button(june, 'Camera off').click();
  await button(june, 'Start video call').click();
  await expect(june.getByText('Ringing…')).toBeVisible();
  await shoot(june, '03-outgoing');
  await button(rosa, 'Decline').first().click();
  await expect(june.getByText('Declined', { exact: true })).toBeVisible();
});

test('outgoing voice call', async ({ june, rosa }) => {
  await openThread(june, 'Rosa Marín');
  await ring(june, 'audio');
  await expect(june.getByText('Ringing…')).toBeVisible();
  await shoot(june, '03-outgoing-voice');
  await expect(button(rosa, 'Accept audio')).toBeVisible();
  // Nobody answers: the ring runs out.
  await expect(june.getByText('No answer', { exact: true })).toBeVisible({ timeout: 40_000 });
  await shoot(june, '05-ended-no-answer');
});

test('video call', async ({ june, rosa }) => {
  await openThread(rosa, 'June Okafor');
  await openThread(june, 'Rosa Marín');
  await ring(june, 'video');
  await answer(rosa, 'video');
  await expectPicture(june);
  await expectSharp(june);
  await wake(june);
  await shoot(june, '04-in-call');
  await button(june, 'Mute').click();
  await expect(june.getByText('You’re muted')).toBeVisible();
  await wake(june);
  await shoot(june, '04-in-call-muted');
  await button(june, 'Unmute').click();
  await button(june, /Encrypted in transit/).click();
  await expect(june.getByRole('dialog', { name: 'About this call' })).toBeVisible();
  await shoot(june, '04-in-call-sheet');
  await june.keyboard.press('Escape');
  await june.getByRole('dialog').getByRole('button', { name: 'More' }).click();
  await shoot(june, '04-in-call-more');
  await june.keyboard.press('Escape');
  await wake(rosa);
  await button(rosa, 'Camera').click();
  await button(rosa, 'Mute').click();
  await expect(june.getByText('Rosa is muted')).toBeVisible();
  await wake(june);
  await shoot(june, '04-in-call-camera-off');
  await hangUp(june);
  await expect(june.getByText('Video call ended')).toBeVisible();
  await shoot(june, '05-ended');
});

test('voice call', async ({ june, rosa }) => {
  await openThread(rosa, 'June Okafor');
  await openThread(june, 'Rosa Marín');
  await ring(june, 'audio');
  await answer(rosa, 'audio');
  await expectSound(june);
  await shoot(june, '04-voice-call');
  await button(rosa, 'Ask for video').click();
  await expect(june.getByText(/asks for video/)).toBeVisible();
  await shoot(june, '04-voice-call-asked');
  await shoot(rosa, '04-voice-call-asking');
  await hangUp(rosa);
  await expect(endButton(june)).toBeHidden();
});
