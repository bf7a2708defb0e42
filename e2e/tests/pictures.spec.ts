// The pictures of a call: the own one in its corner, the other one in a window of its own.

import type { Locator, Page } from '@playwright/test';
import { DESKTOP, NARROW, PHONE } from '../support/access.ts';
import { controls, endButton, hangUp, stage, talk } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectPicture, openDevices } from '../support/media.ts';

const own = (page: Page): Locator => page.getByRole('button', { name: /Your own picture/ });

type Side = 'left' | 'right';
type Height = 'top' | 'bottom';

/** Waits until the own picture rests in this corner, wholly on the screen. */
async function expectCorner(page: Page, height: Height, side: Side): Promise<void> {
  const corner = async (): Promise<string> => {
    const box = await own(page).boundingBox();
    const view = page.viewportSize();
    if (!box || !view) return 'nowhere';
    const [right, bottom] = [view.width - box.x - box.width, view.height - box.y - box.height];
    const inside = Math.min(box.x, box.y, right, bottom) >= 0;
    const place = `${box.y < bottom ? 'top' : 'bottom'} ${box.x < right ? 'left' : 'right'}`;
    return inside ? place : `${place}, cut off`;
  };
  await expect.poll(corner).toBe(`${height} ${side}`);
}

async function drag(page: Page, to: { x: number; y: number }): Promise<void> {
  const box = await own(page).boundingBox();
  if (!box) throw new Error('there is no own picture');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  // Held still, it is dropped and not thrown.
  await page.mouse.move(to.x, to.y + 1);
  await page.mouse.up();
}

test(
  'the own picture is dragged or sent by keys to a corner, and stays on every screen',
  { tag: ['@4.20', '@4.2'] },
  async ({ people }) => {
    const [{ page }, bob] = await people.friends();
    await talk(page, bob.page, 'video');
    await expectCorner(page, 'bottom', 'right');
    await drag(page, { x: 200, y: 250 });
    await expectCorner(page, 'top', 'left');
    await own(page).focus();
    for (const [key, height, side] of [
      ['ArrowRight', 'top', 'right'],
      ['ArrowDown', 'bottom', 'right'],
      ['ArrowLeft', 'bottom', 'left'],
      ['ArrowUp', 'top', 'left'],
      ['ArrowDown', 'bottom', 'left'],
    ] as const) {
      await page.keyboard.press(key);
      await expectCorner(page, height, side);
    }
    for (const size of [PHONE, NARROW, { width: 1024, height: 600 }, DESKTOP]) {
      await page.setViewportSize(size);
      await expectCorner(page, 'bottom', 'left');
      const apart = async (): Promise<boolean | null> => {
        const [mine, bar] = [await own(page).boundingBox(), await controls(page).boundingBox()];
        return mine && bar && (mine.y + mine.height <= bar.y || mine.x + mine.width <= bar.x);
      };
      const place = `${size.width} px: above the controls or beside them`;
      await expect.poll(apart, place).toBe(true);
    }
    await hangUp(page);
  },
);

const floats = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.pictureInPictureElement !== null);

async function float(page: Page, item: string): Promise<void> {
  await controls(page).getByRole('button', { name: 'More', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: item }).click();
}

test(
  'the other’s picture floats above other windows on a press, and leaves with the call',
  { tag: ['@4.7', '@4.4'] },
  async ({ people }) => {
    const context = await people.context();
    // What the system would press on the floating window.
    await context.addInitScript(() => {
      const set = MediaSession.prototype.setActionHandler;
      MediaSession.prototype.setActionHandler = function (name, handler) {
        Object.assign(window, { [`system:${name}`]: handler });
        set.call(this, name, handler);
      };
    });
    const [{ page }, bob] = await people.friends('Alice', 'Bob', { first: context });
    await talk(page, bob.page, 'video');
    await expectPicture(page);
    expect(await floats(page)).toBe(false);
    await float(page, 'Picture in picture');
    await expect.poll(() => floats(page)).toBe(true);
    await float(page, 'Back from picture in picture');
    await expect.poll(() => floats(page)).toBe(false);

    await float(page, 'Picture in picture');
    await expect.poll(() => floats(page)).toBe(true);
    await controls(bob.page).getByRole('button', { name: 'Camera' }).press('Enter');
    await expect.poll(() => floats(page)).toBe(false);
    await controls(page).getByRole('button', { name: 'More', exact: true }).press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Devices and sounds' })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'Picture in picture' })).toBeHidden();
    await page.keyboard.press('Escape');

    await controls(bob.page).getByRole('button', { name: 'Camera' }).press('Enter');
    await expectPicture(page);
    await float(page, 'Picture in picture');
    await expect.poll(() => floats(page)).toBe(true);
    await page.evaluate(() => (Reflect.get(window, 'system:hangup') as () => void)());
    await expect(endButton(page)).toBeHidden();
    await expect.poll(() => floats(page)).toBe(false);
    await expect(endButton(bob.page)).toBeHidden();
    for (const side of [page, bob.page]) await expect.poll(() => openDevices(side)).toEqual([]);
  },
);

test(
  'a voice call has no picture to float, and a browser that cannot do it offers none',
  { tag: ['@4.7'] },
  async ({ people }) => {
    const context = await people.context();
    await context.addInitScript(() => {
      Object.defineProperty(Document.prototype, 'pictureInPictureEnabled', { value: false });
    });
    const [alice, bob] = await people.friends('Alice', 'Bob', { second: context });
    await talk(alice.page, bob.page);
    const offered = async (page: Page): Promise<string[]> => {
      await controls(page).getByRole('button', { name: 'More', exact: true }).press('Enter');
      const items = await page.getByRole('menuitem').allInnerTexts();
      await page.keyboard.press('Escape');
      return items.map((item) => item.trim());
    };
    expect(await offered(alice.page)).toEqual(['Devices and sounds']);
    await hangUp(alice.page);
    await expect(stage(alice.page)).toBeHidden();
    await talk(alice.page, bob.page, 'video');
    for (const { page } of [alice, bob]) await expectPicture(page);
    expect(await offered(alice.page)).toContain('Picture in picture');
    expect(await offered(bob.page)).not.toContain('Picture in picture');
  },
);
