// People of a test: each has an account made through the public API and a browser context.

import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { watchMedia } from './media.ts';
import type { Server } from './server.ts';

export interface Person {
  account: string;
  handle: string;
  name: string;
  context: BrowserContext;
  page: Page;
}

export const PASSWORD = 'a long test password';
let count = 0;

export class People {
  private readonly contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  /** A new member with an open inbox. */
  async join(name: string): Promise<Person> {
    const handle = `${name.toLowerCase()}.${process.pid}.${++count}`;
    const context = await this.context();
    const page = await context.newPage();
    const answer = await context.request.post(`${this.server.origin}/api/v1/accounts`, {
      data: { handle, displayName: name, password: PASSWORD },
      headers: { origin: this.server.origin },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    const me = (await answer.json()) as { person: { account: string } };
    await page.goto(`${this.server.origin}/messages`);
    const person = { account: me.person.account, handle, name, context, page };
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
    return person;
  }

  /** Two members who follow each other and have written to each other, thread open on both sides. */
  async friends(first = 'Alice', second = 'Bob'): Promise<[Person, Person]> {
    const alice = await this.join(first);
    const bob = await this.join(second);
    await this.follow(alice, bob);
    await this.follow(bob, alice);
    await this.openThread(alice, bob);
    await this.write(alice, `Hello ${second}`);
    await this.openThread(bob, alice);
    await expect(bob.page.getByText(`Hello ${second}`).last()).toBeVisible();
    await this.write(bob, `Hello ${first}`);
    await expect(alice.page.getByText(`Hello ${first}`).last()).toBeVisible();
    return [alice, bob];
  }

  async follow(who: Person, whom: Person): Promise<void> {
    await this.put(who, `/api/v1/people/${whom.account}/follow`);
  }

  /** A state-changing call of the public API, as the page itself would make it. */
  async put(who: Person, path: string): Promise<void> {
    const answer = await who.context.request.put(this.server.origin + path, {
      headers: { origin: this.server.origin },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** Opens the thread with somebody by way of the profile. */
  async openThread(who: Person, whom: Person): Promise<void> {
    await who.page.goto(`${this.server.origin}/u/${whom.handle}`);
    await who.page.getByRole('button', { name: 'Message', exact: true }).click();
    await expect(who.page.getByRole('textbox', { name: /Message/ })).toBeVisible();
  }

  async write(who: Person, text: string): Promise<void> {
    await who.page.getByRole('textbox', { name: /Message/ }).fill(text);
    await who.page.keyboard.press('Enter');
    await expect(who.page.getByText(text).last()).toBeVisible();
  }

  /** A second device of the same person: another context, signed in by password. */
  async secondDevice(person: Person): Promise<Person> {
    const context = await this.context();
    const answer = await context.request.post(`${this.server.origin}/api/v1/sessions`, {
      data: { handle: person.handle, password: PASSWORD },
      headers: { origin: this.server.origin },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    const page = await context.newPage();
    await page.goto(`${this.server.origin}/messages`);
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
    return { ...person, context, page };
  }

  async context(): Promise<BrowserContext> {
    const context = await this.browser.newContext({ permissions: ['microphone', 'camera'] });
    await watchMedia(context);
    this.contexts.push(context);
    return context;
  }

  async leave(): Promise<void> {
    for (const context of this.contexts) await context.close();
  }
}
