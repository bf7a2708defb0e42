// Two people who know each other see and hear each other, and hang up.

import { answer, endButton, hangUp, ring } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import {
  addressesSeen,
  captures,
  expectPicture,
  expectSound,
  liveTracks,
  packetsSent,
} from '../support/media.ts';

test(
  'a voice call carries sound both ways through the relay and ends for both',
  {
    tag: ['@2.21', '@3.1', '@3.7', '@4.4', '@4.18'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'audio');
    await expect(alice.page.getByText('Ringing')).toBeVisible();
    expect(await captures(bob.page)).toBe(0);
    expect(await packetsSent(bob.page)).toBe(0);
    await answer(bob.page, 'audio');
    await expectSound(alice.page);
    await expectSound(bob.page);
    await expect.poll(() => liveTracks(alice.page)).toEqual(['audio']);
    for (const page of [alice.page, bob.page]) {
      const seen = await addressesSeen(page);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.every((c) => c.type === 'relay' && c.address === '127.77.0.1')).toBe(true);
    }
    await hangUp(alice.page);
    await expect(endButton(bob.page)).toBeHidden();
    await expect.poll(() => liveTracks(bob.page)).toEqual([]);
    await expect.poll(() => liveTracks(alice.page)).toEqual([]);
  },
);

test(
  'a video call shows moving pictures both ways',
  {
    tag: ['@2.21', '@3.8'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'video');
    await answer(bob.page, 'video');
    await expectPicture(alice.page);
    await expectPicture(bob.page);
    await expectSound(alice.page);
    await expectSound(bob.page);
    await hangUp(bob.page);
    await expect(endButton(alice.page)).toBeHidden();
  },
);
