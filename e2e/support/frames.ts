// What does a page say to the gateway, and what does it hear, byte for byte?

import type { Page } from '@playwright/test';

export interface Frame {
  type: string;
  rid?: string;
  call?: string;
  [member: string]: unknown;
}

export class Frames {
  readonly sent: string[] = [];
  readonly received: string[] = [];

  /** Must be made before the page opens its connection. */
  constructor(page: Page) {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => this.sent.push(payload.toString()));
      socket.on('framereceived', ({ payload }) => this.received.push(payload.toString()));
    });
  }

  /** The frames of a type that came in, oldest first. */
  heard(type: string): Frame[] {
    return this.received.map(read).filter((frame) => frame.type === type);
  }

  /** The frames of a type that went out, oldest first. */
  said(type: string): Frame[] {
    return this.sent.map(read).filter((frame) => frame.type === type);
  }

  /** The reply to the last command of a type, without the number that only this page knows. */
  replyTo(type: string): string | undefined {
    const rid = this.said(type).at(-1)?.rid;
    const reply = this.received.find((text) => read(text).rid === rid);
    return reply?.replace(`"rid":"${rid}"`, '"rid":""');
  }

  /** Forgets what came before. */
  clear(): void {
    this.sent.length = 0;
    this.received.length = 0;
  }
}

const read = (text: string): Frame => JSON.parse(text) as Frame;
