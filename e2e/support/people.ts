// People of a test: each has an account made through the public API and a browser context.

import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { phoneIcon } from './calls.ts';
import { Frames } from './frames.ts';
import { watchMedia } from './media.ts';
import type { Server } from './server.ts';

export interface Person {
  account: string;
  handle: string;
  name: string;
  context: BrowserContext;
  page: Page;
  /** What the page's gateway connections carry. */
  frames: Frames;
}

export const PASSWORD = 'a long test password';
export const DEMO_PASSWORD = 'quail-in-the-marsh';
let count = 0;

export class People {
  private readonly contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  /** A new member with an open inbox. */
  async join(name: string, prepared?: BrowserContext): Promise<Person> {
    const handle = `${name.toLowerCase()}.${process.pid}.${++count}`;
    const context = prepared ?? (await this.context());
    const page = await context.newPage();
    const frames = new Frames(page);
    const answer = await context.request.post(`${this.server.origin}/api/v1/accounts`, {
      data: { handle, displayName: name, password: PASSWORD },
      headers: { origin: this.server.origin },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    const me = (await answer.json()) as { person: { account: string } };
    await page.goto(`${this.server.origin}/messages`);
    const person = { account: me.person.account, handle, name, context, page, frames };
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
    return person;
  }

  /** Somebody of the demo community, with threads, calls and contacts; on the inbox. */
  async ofTheDemo(handle: string, prepared?: BrowserContext): Promise<Page> {
    const context = prepared ?? (await this.context());
    const answer = await context.request.post(`${this.server.origin}/api/v1/sessions`, {
      data: { handle, password: DEMO_PASSWORD },
      headers: { origin: this.server.origin },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    const page = await context.newPage();
    await page.goto(`${this.server.origin}/messages`);
    await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
    return page;
  }

  /** Two members who may call each other: followed, written to, thread open on both sides. */
  async friends(
    first = 'Alice',
    second = 'Bob',
    prepared: { first?: BrowserContext; second?: BrowserContext } = {},
  ): Promise<[Person, Person]> {
    const alice = await this.join(first, prepared.first);
    const bob = await this.join(second, prepared.second);
    await this.acquaint(alice, bob);
    for (const { page } of [alice, bob]) await expect(phoneIcon(page)).toBeVisible();
    return [alice, bob];
  }

  /** Lets two members follow each other and write to each other. */
  async acquaint(alice: Person, bob: Person): Promise<void> {
    const [first, second] = [alice.name, bob.name];
    await this.follow(alice, bob);
    await this.follow(bob, alice);
    await this.openThread(alice, bob);
    await this.write(alice, `Hello ${second}`);
    await this.openThread(bob, alice);
    await expect(bob.page.getByText(`Hello ${second}`).last()).toBeVisible();
    await this.write(bob, `Hello ${first}`);
    await expect(alice.page.getByText(`Hello ${first}`).last()).toBeVisible();
  }

  async follow(who: Person, whom: Person): Promise<void> {
    await this.put(who, `/api/v1/people/${whom.account}/follow`);
  }

  /** A state-changing call of the public API, as the page itself would make it. */
  async put(who: Person, path: string): Promise<void> {
    await this.ask(who, 'PUT', path);
  }

  async ask(
    who: Person,
    method: 'PUT' | 'PATCH' | 'POST' | 'DELETE',
    path: string,
    data?: unknown,
  ): Promise<void> {
    const answer = await who.context.request.fetch(this.server.origin + path, {
      method,
      data,
      headers: { origin: this.server.origin },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** Changes the own message settings, such as who may ring. */
  async set(who: Person, change: { callsOn?: boolean; audience?: string[] }): Promise<void> {
    await this.ask(who, 'PATCH', '/api/v1/accounts/me/settings', change);
  }

  /** What the profile says about calling somebody, as the page gets it. */
  async calling(who: Person, whom: Person): Promise<{ allowed: boolean; code: string | null }> {
    const path = `/api/v1/people/${whom.account}/calling`;
    const answer = await who.context.request.get(this.server.origin + path);
    return (await answer.json()) as { allowed: boolean; code: string | null };
  }

  /** Opens the thread with somebody by way of the profile. */
  async openThread(who: Person, whom: Person): Promise<void> {
    await who.page.goto(`${this.server.origin}/u/${whom.handle}`);
    await who.page.getByRole('button', { name: 'Message', exact: true }).click();
    await expect(who.page.getByRole('textbox', { name: /Message/ })).toBeVisible();
  }

  async write(who: Pick<Person, 'page'>, text: string): Promise<void> {
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
    return this.secondTab({ ...person, context });
  }

  /** One more page of the same device. */
  async secondTab(person: Person): Promise<Person> {
    const page = await person.context.newPage();
    const frames = new Frames(page);
    await page.goto(`${this.server.origin}/messages`);
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
    return { ...person, page, frames };
  }

  async context(permissions = ['microphone', 'camera']): Promise<BrowserContext> {
    const context = await this.browser.newContext({ permissions });
    await watchMedia(context);
    this.contexts.push(context);
    return context;
  }

  async leave(): Promise<void> {
    for (const context of this.contexts) await context.close();
  }
}
