// Two messages that cross on the wire: what the server says is held back until the page has spoken.

import type { BrowserContext } from '@playwright/test';

export class Crossing {
  private queue: (() => void)[] | null = null;
  private over = false;

  private constructor() {}

  /** How many frames are held back now. */
  get held(): number {
    return this.queue?.length ?? 0;
  }

  /** From the first `heard` on, nothing reaches the pages of `context` until one says `said`. */
  static async of(context: BrowserContext, heard: string, said: string): Promise<Crossing> {
    const crossing = new Crossing();
    await context.routeWebSocket(/\/gateway$/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        server.send(frame);
        if (crossing.queue && isOf(frame, said)) crossing.release();
      });
      server.onMessage((frame) => {
        if (!crossing.over && isOf(frame, heard)) crossing.queue ??= [];
        if (crossing.queue) crossing.queue.push(() => socket.send(frame));
        else socket.send(frame);
      });
    });
    return crossing;
  }

  private release(): void {
    for (const pass of this.queue ?? []) pass();
    this.queue = null;
    this.over = true;
  }
}

const isOf = (frame: string | Buffer, type: string): boolean =>
  frame.toString().includes(`"type":"${type}"`);
