// Do two links find each other through a real relay, and does media flow? A page for browser tests:
// its links are joined directly, with every signal copied as it would travel.

import type { Control } from '../call/control';
import { PeerLink } from '../call/PeerLink';
import type { IceServer, LinkState, Media, Role, Signal } from '../call/types';

class End {
  link: PeerLink | null = null;
  other: End | null = null;
  readonly states: LinkState[] = [];
  readonly sent: Signal[] = [];
  readonly heard: Control[] = [];
  /** While set, signals are lost, as when the server is away. */
  cut = false;

  async open(role: Role, ice: IceServer): Promise<void> {
    this.link = await PeerLink.open(role, ice, {
      signal: (signal) => {
        this.sent.push(signal);
        if (!this.cut) this.other?.link?.receive(JSON.parse(JSON.stringify(signal)) as Signal);
      },
      link: (state) => this.states.push(state),
      track: () => undefined,
      control: (message) => this.heard.push(message),
      controlOpen: () => this.link?.tell({ type: 'state', microphone: 'on', camera: true }),
    });
  }

  async attach(kind: Media): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: true });
    await this.link?.attach(kind, stream.getTracks()[0] ?? null);
  }
}

const ends = { caller: new End(), callee: new End() };
ends.caller.other = ends.callee;
ends.callee.other = ends.caller;

/** Opens both links with a relay; the page that drives this one attaches, starts and looks. */
async function open(ice: IceServer): Promise<void> {
  await Promise.all([ends.caller.open('caller', ice), ends.callee.open('callee', ice)]);
}

Object.assign(globalThis, { peerlink: { ends, open } });
