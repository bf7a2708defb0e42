// The server goes away and comes back while people write.

import type { Page } from '@playwright/test';
import { expect, test } from '../support/own.ts';
import { awayBanner, bubbles, composer, expectTick, linesOf } from '../support/threads.ts';

async function post(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveValue('');
}

test('while the server is away the page says so, keeps what is written, and sends it once', async ({
  ownServer: server,
  ownPeople: people,
}) => {
  const [alice, bob] = await people.friends();
  await server.down('SIGKILL');
  for (const { page } of [alice, bob]) await expect(awayBanner(page)).toBeVisible();
  await post(alice.page, 'First while away');
  await post(alice.page, 'Second while away');
  await expectTick(alice.page, 'Second while away', 'Sending');
  await composer(alice.page).fill('Half a thought');
  await server.up();
  for (const { page } of [alice, bob]) {
    await expect(awayBanner(page)).toBeHidden();
    for (const text of ['First while away', 'Second while away'])
      await expect(bubbles(page, text)).toHaveCount(1);
  }
  await expectTick(alice.page, 'Second while away', 'Read');
  await expect(composer(alice.page)).toHaveValue('Half a thought');
  await alice.page.reload();
  await expect(composer(alice.page)).toHaveValue('Half a thought');
  for (const { page } of [alice, bob]) {
    await expect(bubbles(page, 'while away')).toHaveCount(2);
    const lines = (await linesOf(page)).join();
    expect(lines.indexOf('First while')).toBeLessThan(lines.indexOf('Second while'));
  }
});

test('a message whose answer got lost is not sent twice, and one written offline outlives a reload', async ({
  ownServer: server,
  ownPeople: people,
}) => {
  const [alice, bob] = await people.friends();
  const device = await people.context();
  await device.addCookies(await alice.context.cookies());
  const page = await device.newPage();
  // The connection breaks after the message has left and before its answer comes.
  let cut = false;
  await page.routeWebSocket(/gateway$/, (socket) => {
    const onward = socket.connectToServer();
    let swallow = false;
    socket.onMessage((frame) => {
      if (!cut && frame.toString().includes('"message.send"')) cut = swallow = true;
      onward.send(frame);
    });
    onward.onMessage((frame) => {
      if (!swallow) return socket.send(frame);
      void socket.close({ code: 1012 });
      void onward.close();
    });
  });
  await page.goto(`${server.origin}/messages/${bob.account}`);
  await post(page, 'Only once, please');
  await expectTick(page, 'Only once, please', 'Read');
  expect(cut).toBe(true);
  for (const shown of [page, alice.page, bob.page])
    await expect(bubbles(shown, 'Only once, please')).toHaveCount(1);

  await server.down();
  await post(alice.page, 'Kept over a reload');
  await expectTick(alice.page, 'Kept over a reload', 'Sending');
  const away = alice.page.getByRole('heading', { name: 'The server can’t be reached' });
  await server.up();
  await alice.page.reload();
  await expect(away).toBeHidden();
  for (const shown of [page, alice.page, bob.page])
    await expect(bubbles(shown, 'Kept over a reload')).toHaveCount(1);
});
