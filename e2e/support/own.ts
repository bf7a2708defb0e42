// For tests that need a server of their own: one that nobody set up, that goes away, or that must
// not count this test's wrong passwords against the others.

import { test as base } from './fixtures.ts';
import { People } from './people.ts';
import { Server } from './server.ts';

interface Own {
  /** An instance that nobody has set up. */
  freshServer: Server;
  /** An instance with the demo community, which the test may stop and start. */
  ownServer: Server;
  /** People of `ownServer`. */
  ownPeople: People;
}

export const test = base.extend<Own>({
  freshServer: async ({}, use) => {
    const server = await Server.fresh();
    await use(server);
    await server.stop();
  },
  ownServer: async ({}, use) => {
    const server = await Server.start({ SIGN_UPS_PER_HOUR: '10000' });
    await use(server);
    await server.stop();
  },
  ownPeople: async ({ browser, ownServer }, use) => {
    const people = new People(browser, ownServer);
    await use(people);
    await people.leave();
  },
});

export { expect } from '@playwright/test';
