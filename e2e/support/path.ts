// One person's way to the relay, on which packets can be lost, which can break, and which can change.
//
// A proxy for UDP stands between the pages of a context and the relay. To the relay each page comes
// from the proxy's own addresses; new ones are what a move to another network looks like.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { BrowserContext } from '@playwright/test';

interface Share {
  /** Of the packets that leave this person, 0 to 1. */
  up: number;
  /** Of those that come to this person. */
  down: number;
}

export class RelayPath {
  /** Which share of packets is lost, evenly spread. */
  lost: Share = { up: 0, down: 0 };
  private readonly owed: Share = { up: 0, down: 0 };
  private readonly out = new Map<string, Socket>();

  private constructor(
    private readonly entrance: Socket,
    relay: number,
  ) {
    entrance.on('message', (packet, from) => {
      if (!this.drops('up')) this.towardsRelay(from).send(packet, relay, '127.0.0.1');
    });
  }

  /** Opens a path to the relay that listens on this port, before the context opens a page. */
  static async of(context: BrowserContext, relay: number): Promise<RelayPath> {
    const entrance = createSocket('udp4');
    await new Promise<void>((done) => entrance.bind(0, '127.0.0.1', done));
    await sendThrough(context, entrance.address().port);
    return new RelayPath(entrance, relay);
  }

  /** Nothing passes any more. */
  cut(): void {
    this.lost = { up: 1, down: 1 };
  }

  mend(): void {
    this.lost = { up: 0, down: 0 };
  }

  /** From now on this person comes from other addresses, and the relay knows none of them. */
  move(): void {
    for (const socket of this.out.values()) socket.close();
    this.out.clear();
  }

  close(): void {
    this.move();
    this.entrance.close();
  }

  private towardsRelay({ address, port }: RemoteInfo): Socket {
    const key = `${address}:${port}`;
    const known = this.out.get(key);
    if (known) return known;
    const socket = createSocket('udp4');
    socket.on('message', (packet) => {
      if (!this.drops('down')) this.entrance.send(packet, port, address);
    });
    // Nobody listens there while the relay is away; that is what a test may want.
    socket.on('error', () => undefined);
    this.out.set(key, socket);
    return socket;
  }

  private drops(way: keyof Share): boolean {
    this.owed[way] += this.lost[way];
    if (this.owed[way] < 1) return false;
    this.owed[way] -= 1;
    return true;
  }
}

async function sendThrough(context: BrowserContext, port: number): Promise<void> {
  await context.addInitScript((entrance) => {
    const bend = (configuration?: RTCConfiguration): RTCConfiguration => ({
      ...configuration,
      iceServers: (configuration?.iceServers ?? []).map((server) => ({
        ...server,
        urls: [`turn:127.0.0.1:${entrance}?transport=udp`],
      })),
    });
    const Straight = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Straight {
      constructor(configuration?: RTCConfiguration) {
        super(bend(configuration));
      }
      override setConfiguration(configuration?: RTCConfiguration): void {
        super.setConfiguration(bend(configuration));
      }
    };
  }, port);
}
