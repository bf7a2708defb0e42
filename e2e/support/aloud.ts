// What would a screen reader say by itself, while the focus stays where it is?

import type { BrowserContext, Page } from '@playwright/test';

/** Keeps what live regions say (WAI-ARIA 1.2 §6.6.1); must run before a page of `context` opens. */
export async function listenIn(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const REGION = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]';
    const mannerOf = (region: Element): string =>
      region.getAttribute('aria-live') ??
      (region.getAttribute('role') === 'alert' ? 'assertive' : 'polite');
    const hear = (region: Element, text: string | null): void => {
      if (text?.trim()) said.push(`${mannerOf(region)}: ${text.trim()}`);
    };
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        const around = target instanceof Element ? target : target.parentElement;
        const region = around?.closest(REGION);
        if (region && type === 'characterData') hear(region, target.textContent);
        for (const node of addedNodes) {
          if (region) hear(region, node.textContent);
          else if (node instanceof Element) {
            // One that comes with its words may be read, too.
            const own = node.matches(REGION) ? [node] : [...node.querySelectorAll(REGION)];
            for (const fresh of own) hear(fresh, fresh.textContent);
          }
        }
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** Everything that was said since the last look, with its manner: "polite: Ringing…". */
export function said(page: Page): Promise<string[]> {
  return page.evaluate(() => (Reflect.get(window, 'said') as string[]).splice(0));
}
