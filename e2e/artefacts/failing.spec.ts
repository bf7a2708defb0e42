// Fails with everything on the page that nobody else may see.

import { expect, test } from '@playwright/test';
import { CANARIES } from './canaries.ts';

test('fails', async ({ page, context }) => {
  await context.addCookies([{ name: 'bobwhite', value: CANARIES[0], url: 'http://localhost' }]);
  await page.setContent(`<main><h1>${CANARIES.join('</h1><p>')}</p></main>`);
  await page.evaluate((words) => console.log(words), CANARIES.join(' '));
  await expect(page.getByRole('button', { name: 'Nowhere' })).toBeVisible({ timeout: 100 });
});
