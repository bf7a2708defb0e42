// What somebody hears and sees before they answer.

import AxeBuilder from '@axe-core/playwright';
import { incoming, ring } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';

test(
  'the ring screen reads name, badge, relation, kind and route in this order',
  {
    tag: ['@2.23', '@2.21'],
  },
  async ({ people, server }) => {
    const [alice, bob] = await people.friends();
    await server.run('account', 'verify', alice.handle);
    // Bob is not typing: with the caret in a field the focus would stay there.
    await bob.page.getByRole('textbox', { name: /Message/ }).blur();
    await ring(alice.page, 'video');
    const spoken = await incoming(bob.page).ariaSnapshot();
    const order = ['Alice', 'Verified', 'You follow', 'Incoming video call', 'Address hidden'];
    const places = order.map((words) => spoken.indexOf(words, spoken.indexOf('heading')));
    expect(
      places.every((place) => place > 0),
      spoken,
    ).toBe(true);
    expect(places, spoken).toEqual([...places].sort((a, b) => a - b));
    await expect(bob.page.getByRole('button', { name: 'Decline', exact: true })).toBeFocused();

    const audit = await new AxeBuilder({ page: bob.page }).analyze();
    expect(audit.violations.map((violation) => violation.id)).toEqual([]);
  },
);

test(
  'a ring never takes the caret from somebody who types, and a typed space declines nothing',
  {
    tag: ['@2.23'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const field = bob.page.getByRole('textbox', { name: /Message/ });
    await field.fill('half a ');
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    await expect(field).toBeFocused();
    await bob.page.keyboard.type('sentence with spaces');
    await bob.page.keyboard.press('Escape');
    await expect(field).toHaveValue('half a sentence with spaces');
    await expect(incoming(bob.page)).toBeVisible();
    await bob.page.keyboard.press('F6');
    await expect(bob.page.getByRole('button', { name: 'Decline', exact: true })).toBeFocused();
  },
);
