// Is every control whole, within reach, and are its words complete?

import { expect, type Locator, type Page } from '@playwright/test';
import { arrived } from './access.ts';

/**
 * Every control inside `within` can be brought wholly into sight, its middle can be pressed, and
 * nothing cuts its words or lets them run out of it. What lies under an open dialog is not looked at.
 */
export async function expectWhole(page: Page, where: string, within?: Locator): Promise<void> {
  await arrived(page);
  const lost = await (within ?? page.locator('body')).evaluate(findLost);
  expect.soft(lost, where).toEqual([]);
}

/** Runs in the page: what is wrong with the controls of `root`, one line each. */
function findLost(root: Element): string[] {
  const SLACK = 1.5;
  /** WCAG 2.2, 2.5.8, in CSS pixels. */
  const FINGER = 24;
  const shows = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('[inert], .only-read-aloud');
  const clips = (element: Element, axis: 'overflowX' | 'overflowY'): boolean =>
    getComputedStyle(element)[axis] !== 'visible';

  /** What is left of the window, and of all that cuts off `element`. */
  const opening = (element: Element): { x: [number, number]; y: [number, number] } => {
    const open = { x: [0, innerWidth], y: [0, innerHeight] } as ReturnType<typeof opening>;
    for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) {
      const box = e.getBoundingClientRect();
      if (clips(e, 'overflowX')) {
        open.x = [Math.max(open.x[0], box.left), Math.min(open.x[1], box.right)];
      }
      if (clips(e, 'overflowY')) {
        open.y = [Math.max(open.y[0], box.top), Math.min(open.y[1], box.bottom)];
      }
      if (getComputedStyle(e).position === 'fixed') break;
    }
    return open;
  };

  const cutOff = (element: Element): string | null => {
    const { x, y } = opening(element);
    const { left, right, top, bottom } = element.getBoundingClientRect();
    if (left < x[0] - SLACK || right > x[1] + SLACK) return 'is cut off at the side';
    const taller = bottom - top > y[1] - y[0];
    if (!taller && (top < y[0] - SLACK || bottom > y[1] + SLACK)) return 'is cut off in height';
    return null;
  };

  const small = (element: Element): string | null => {
    const { width, height } = element.getBoundingClientRect();
    const tiny = element.matches('button, input') && Math.min(width, height) < FINGER;
    return tiny ? 'is smaller than 24 px' : null;
  };

  const covered = (element: Element): string | null => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const label = element.closest('label');
    if (hit && (element.contains(hit) || label?.contains(hit))) return null;
    return `is covered by ${hit?.outerHTML.slice(0, 80)}`;
  };

  /** Names and messages of people may end in an ellipsis; the words of a control may not. */
  const wordsCut = (element: Element): string | null => {
    if (!element.matches('button, .button, h1, h2, [role=menuitem], nav a')) return null;
    const box = element.getBoundingClientRect();
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !node.textContent?.trim()) continue;
      if (parent.closest('bdi, .tip, .only-read-aloud') || !shows(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        if (left < box.left - SLACK || right > box.right + SLACK)
          return 'has words beyond its sides';
        if (top < box.top - SLACK || bottom > box.bottom + SLACK) return 'has words above or below';
      }
    }
    return null;
  };

  const controls = 'button, a[href]:not([href^="#"]), input, textarea, select, h1, h2';
  return [...root.querySelectorAll(controls)].flatMap((element) => {
    if (!shows(element) || element.getBoundingClientRect().width === 0) return [];
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const isHeading = element.matches('h1, h2');
    const reason =
      cutOff(element) ??
      wordsCut(element) ??
      small(element) ??
      (isHeading ? null : covered(element));
    return reason ? [`${reason}: ${element.outerHTML.replace(/<!---->/g, '').slice(0, 140)}`] : [];
  });
}
