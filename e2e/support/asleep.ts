// A machine of one person that falls asleep and wakes up, and a page that crashes.

import type { Browser, BrowserServer, BrowserType, Page } from '@playwright/test';
import { LAUNCH } from './browser.ts';
import { descendants } from './processes.ts';

export class Laptop {
  private constructor(
    private readonly server: BrowserServer,
    readonly browser: Browser,
  ) {}

  /** A browser whose every process can be stopped, as all of them are when a lid closes. */
  static async open(chromium: BrowserType): Promise<Laptop> {
    const server = await chromium.launchServer(LAUNCH);
    return new Laptop(server, await chromium.connect(server.wsEndpoint()));
  }

  sleep(): void {
    this.signal('SIGSTOP');
  }

  wake(): void {
    this.signal('SIGCONT');
  }

  async close(): Promise<void> {
    this.wake();
    await this.server.close();
  }

  private signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const { pid } = this.server.process();
    if (pid === undefined) throw new Error('the browser has ended');
    for (const each of [pid, ...descendants(pid)]) process.kill(each, signal);
  }
}

/** Ends the page's renderer as a crash does: nothing of the page runs any more, not even its farewell. */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // Nobody is left to answer.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}
