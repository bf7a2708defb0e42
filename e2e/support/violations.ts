// Does a page ever try what its content security policy forbids, or throw?

import type { BrowserContext } from '@playwright/test';

/** Collects every violation and every uncaught error of a context's pages; ask before they open. */
export async function watchViolations(context: BrowserContext): Promise<string[]> {
  const seen: string[] = [];
  await context.exposeFunction('tellViolation', (what: string) => seen.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = Reflect.get(window, 'tellViolation') as (what: string) => void;
      tell(
        `${event.violatedDirective} on ${location.pathname}: ${event.blockedURI} ${event.sample}`,
      );
    });
  });
  context.on('weberror', (error) => seen.push(String(error.error())));
  return seen;
}
