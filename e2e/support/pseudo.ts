// How does the client look in longer words, or from right to left? It is built once more with its
// pseudo-locales, which nobody is served, and these pages get that build from the same server.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { lengthen } from '../../web/src/i18n/lengthen.ts';
import { test as base } from './fixtures.ts';

/** Words longer by two fifths, in brackets; or English in a page that runs from right to left. */
export type Locale = 'en-XA' | 'ar-XB';

/** A message of the catalogue as a page reads it; `{}` stands for each value. */
export type Says = (words: string, ...values: string[]) => string;

export const english: Says = (words, ...values) =>
  values.reduce((text, value) => text.replace('{}', value), words);

export const saysIn = (locale: Locale): Says =>
  locale === 'en-XA' ? (words, ...values) => lengthen(words.split('{}'), values) : english;

const WEB = resolve(import.meta.dirname, '../../web');

/** Builds the client with its pseudo-locales into a folder of its own, which it returns. */
export function buildPseudo(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bobwhite-pseudo-'));
  execFileSync('npm', ['run', 'build:pseudo', '--', folder], { cwd: WEB, stdio: 'pipe' });
  return folder;
}

/** Gives a page, or all of a context, from the next address on the client in `folder`, in a locale. */
export async function speak(
  target: Page | BrowserContext,
  folder: string,
  locale: Locale,
): Promise<void> {
  const context = 'pages' in target ? target : target.context();
  await target.addInitScript((chosen) => {
    if (location.protocol === 'http:') sessionStorage.setItem('locale', chosen);
  }, locale);
  // A page that no server sent may speak to one of this machine only if it is allowed to.
  await context.grantPermissions(['local-network-access']);
  await target.route(
    (url) => !/^\/(api|media)\//.test(url.pathname),
    async (route) => {
      const request = route.request();
      if (!request.isNavigationRequest()) {
        const { pathname } = new URL(request.url());
        return route.fulfill({ path: join(folder, pathname) });
      }
      const page = await route.fetch();
      // The body is another one, and no longer compressed.
      const { 'content-encoding': _, 'content-length': __, ...headers } = page.headers();
      await route.fulfill({ headers, path: join(folder, 'index.html') });
    },
  );
}

interface WorkerFixtures {
  /** The folder with the client in its pseudo-locales. */
  pseudo: string;
}

export const test = base.extend<object, WorkerFixtures>({
  pseudo: [
    async ({}, use) => {
      const folder = buildPseudo();
      await use(folder);
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
