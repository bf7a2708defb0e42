// How is one state of a screen pictured? Once in each theme and size, when everything on it has come
// to rest; and each screen once more as people with other needs see it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';

export const FOLDER = join(import.meta.dirname, 'out');
export const THEMES = ['light', 'dark'] as const;
/** A phone is pictured twice, the second time as narrow as screens are. */
export const SIZES = ['desktop', 'phone', 'narrow'] as const;
/** What the browser, the person or the language makes of a screen. */
export const LOOKS = ['zoomed', 'still', 'forced', 'longer', 'mirrored'] as const;
export type Look = (typeof LOOKS)[number];

const README_PICTURE = join(import.meta.dirname, '../../docs/pictures/conversation.png');
/** Sharp on a dense screen, and still a small file. */
const README_SCALE = 1.5;

/** The narrowest width at which nothing may be cut off, in CSS pixels (WCAG 2.2, 1.4.10). */
const NARROWEST = 320;

/** What remains of a window 1280 pixels wide when its page is enlarged four times. */
const ZOOMED = { width: 320, height: 256 };

/** Takes `<name>-<size>-<theme>.png` of each size and theme; says so when the width does not do. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const size = test.info().project.name;
  await page.mouse.move(0, 0);
  await page.locator('h1, h2, [role=status]').filter({ visible: true }).first().waitFor();
  await shootThemes(page, `${name}-${size}`);
  const viewport = page.viewportSize();
  if (size !== 'phone' || !viewport) return;
  await page.setViewportSize({ ...viewport, width: NARROWEST });
  await shootThemes(page, `${name}-narrow`);
  await page.setViewportSize(viewport);
}

async function shootThemes(page: Page, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await take(page, `${name}-${colorScheme}`);
  }
  await fits(page, name);
}

async function take(page: Page, name: string): Promise<void> {
  await rest(page);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}

/** Takes `<name>-<look>.png` as somebody sees it who asks for that look. */
export async function shootLook(page: Page, name: string, look: Look): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const viewport = page.viewportSize();
  if (look === 'forced') await page.emulateMedia({ forcedColors: 'active' });
  if (look === 'still') await page.emulateMedia({ reducedMotion: 'reduce' });
  if (look === 'zoomed') await page.setViewportSize(ZOOMED);
  await take(page, `${name}-${look}`);
  await page.emulateMedia({ forcedColors: null, reducedMotion: null });
  if (look === 'zoomed' && viewport) await page.setViewportSize(viewport);
}

/** Takes the picture of the readme, for screens with more pixels than CSS knows. */
export async function shootForReadme(page: Page): Promise<void> {
  const viewport = page.viewportSize();
  if (test.info().project.name !== 'desktop' || !viewport) return;
  await page.emulateMedia({ colorScheme: 'light' });
  await rest(page);
  const chromium = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, ...viewport, scale: README_SCALE };
  const { data } = await chromium.send('Page.captureScreenshot', { clip });
  mkdirSync(dirname(README_PICTURE), { recursive: true });
  writeFileSync(README_PICTURE, Buffer.from(data, 'base64'));
  await chromium.detach();
}

/** Waits for letters, pictures and movements that end. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const shown = [...document.images].filter((image) => image.checkVisibility());
    await Promise.all(shown.map((image) => image.decode().catch(() => undefined)));
    const moving = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(moving.map((one) => one.finished.catch(() => undefined)));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

/** No part of the page, and no part of a fixed layer, may reach over the edge. */
async function fits(page: Page, what: string): Promise<void> {
  const over = await page.evaluate(() => {
    const inScroller = (element: Element): boolean => {
      for (let e = element.parentElement; e; e = e.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX)) {
          return e.getBoundingClientRect().right <= innerWidth + 1;
        }
      }
      return false;
    };
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.checkVisibility() && !inScroller(element))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.right > innerWidth + 1 || box.left < -1))
      .map(({ element }) => `${element.tagName.toLowerCase()}.${element.getAttribute('class')}`);
  });
  expect.soft(over, `${what}: these reach over the edge`).toEqual([]);
}
