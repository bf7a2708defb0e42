// A client that keeps to no rule: the gateway's protocol by hand, with a person's own session.

import type { JSHandle, Page } from '@playwright/test';
import type { Frame } from './frames.ts';

interface Line {
  socket: WebSocket;
  heard: string[];
}

export class Hostile {
  private rid = 0;

  private constructor(
    private readonly page: Page,
    private readonly line: JSHandle<Line>,
  ) {}

  /** Connects from inside a page of somebody who is signed in, as one more tab of that device. */
  static async connect(page: Page): Promise<Hostile> {
    const line = await page.evaluateHandle(
      (tab) =>
        new Promise<Line>((done) => {
          const url = `${location.origin.replace('http', 'ws')}/api/v1/gateway`;
          const socket = new WebSocket(url, 'bobwhite.v1');
          const heard: string[] = [];
          socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', rid: 'hello', tab }));
          socket.onmessage = ({ data }: MessageEvent<string>) => {
            heard.push(data);
            if (heard.length === 1) done({ socket, heard });
          };
        }),
      newId(),
    );
    return new Hostile(page, line);
  }

  /** Sends a command and returns its reply. */
  async ask(command: Record<string, unknown>): Promise<Frame> {
    return JSON.parse(await this.askRaw(command)) as Frame;
  }

  /** Sends a command and returns its reply as it came, with an empty request id. */
  async askRaw(command: Record<string, unknown>): Promise<string> {
    const rid = `x${++this.rid}`;
    await this.say(JSON.stringify({ ...command, rid }));
    const reply = await this.wait(`"rid":"${rid}"`);
    return reply.replace(`"rid":"${rid}"`, '"rid":""');
  }

  /** Sends any text as it is. */
  async say(text: string): Promise<void> {
    await this.line.evaluate(({ socket }, frame) => socket.send(frame), text);
  }

  /** Waits for an event of a type, also one that came before. */
  async event(type: string): Promise<Frame> {
    return JSON.parse(await this.wait(`"type":"${type}"`)) as Frame;
  }

  async heard(type: string): Promise<Frame[]> {
    const frames = await this.line.evaluate(({ heard }) => heard);
    return frames.map((frame) => JSON.parse(frame) as Frame).filter((f) => f.type === type);
  }

  private async wait(part: string): Promise<string> {
    const found = await this.page.waitForFunction(
      ([{ heard }, wanted]) => heard.find((frame) => frame.includes(wanted)),
      [this.line, part] as const,
      { polling: 20, timeout: 15_000 },
    );
    return (await found.jsonValue()) as string;
  }
}

/** 16 random bytes in base64url, as calls, legs and tabs are named. */
export function newId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
}

/** The relay's only address in a demo. */
export const POOL = '127.77.0.1';

/** A candidate of the relay that names no address but the relay's (RFC 8839 §5.1). */
export const RELAY_LINE = new RegExp(
  `^candidate:\\S+ 1 udp \\d+ ${POOL.replaceAll('.', '\\.')} \\d+ typ relay ` +
    'raddr 0\\.0\\.0\\.0 rport 0( generation \\d+)?( ufrag \\S+)?( network-\\S+ \\d+)*$',
);

/** The smallest description that the server lets pass. */
export const SDP = [
  'v=0',
  'o=- 1 2 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  '',
].join('\r\n');

/** A candidate that may pass, but for `change`. */
export const candidate = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  foundation: '1',
  component: 1,
  protocol: 'udp',
  priority: 41885439,
  address: POOL,
  port: 50000,
  kind: 'relay',
  ufrag: 'abcd',
  mid: '0',
  ...change,
});
