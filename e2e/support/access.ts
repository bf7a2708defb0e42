// Can a page be used by everybody: read aloud, by keyboard, small, and without movement?

import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

const SCHEMES = ['light', 'dark'] as const;
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
export const NARROW = { width: 320, height: 640 };

/** Nothing is found in `page`, however small, light and dark, on a desktop and on a phone. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await arrived(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
      );
      expect.soft(found, `${where}, ${colorScheme}, ${viewport.width} px`).toEqual([]);
    }
  }
}

/** What can be moved sideways on a narrow screen: elements, by class and what they overflow by. */
export async function sidewaysScrolls(page: Page, viewport = NARROW): Promise<string[]> {
  await page.setViewportSize(viewport);
  await arrived(page);
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        return element === document.documentElement || ['auto', 'scroll'].includes(overflowX);
      })
      .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth}`),
  );
}

/** Presses Tab until `target` has the focus; everything on the way shows that it has it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      // A field draws the ring on the frame around it, a button with a caption on its disc.
      const seen = [focused, focused.parentElement, focused.firstElementChild].some((element) => {
        if (!element) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && outlineWidth !== '0px';
      });
      return seen ? null : focused.outerHTML.slice(0, 160);
    });
    expect(unseen, 'has the focus and does not show it').toBeNull();
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('the Tab key does not get there');
}

/** The movements that run or are shown now: by transform or for ever, not a mere fade. */
export function movements(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const effect = animation.effect as KeyframeEffect | null;
      if (!effect?.target || animation.playState !== 'running') return [];
      const moved = effect
        .getKeyframes()
        .flatMap((frame) => Object.keys(frame))
        .filter((name) =>
          ['transform', 'translate', 'scale', 'rotate', 'boxShadow'].includes(name),
        );
      const forEver = effect.getComputedTiming().iterations === Infinity;
      if (moved.length === 0 && !forEver) return [];
      return [`${effect.target.className} ${moved.join()}${forEver ? ' for ever' : ''}`];
    }),
  );
}

/** Everything that comes or goes has done so; a colour half faded in says nothing. */
export async function arrived(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const running = (): Animation[] =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    // A size or a scheme reaches the page with its next frames, and one movement may begin another.
    for (let still = 0; still < 2; still += running().length === 0 ? 1 : 0) {
      await Promise.all(running().map(({ finished }) => finished.catch(() => undefined)));
      await frame();
    }
  });
}
