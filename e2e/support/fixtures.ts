// What every browser test may ask for: a server of the worker, and people with a page each.

import { test as base } from '@playwright/test';
import { People } from './people.ts';
import { Server } from './server.ts';

interface Fixtures {
  people: People;
}

interface WorkerFixtures {
  server: Server;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await Server.start({ RING_TIME_S: '40', SIGN_UPS_PER_HOUR: '10000' });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  people: async ({ browser, server }, use) => {
    const people = new People(browser, server);
    await use(people);
    await people.leave();
  },
});

export { expect } from '@playwright/test';
