// Is somebody signed in here, and what begins and ends with that?

import { accounts, type Instance, type Me } from '../api/accounts';
import { deviceKeys, KeysUnavailable, publicKeys } from '../e2ee/deviceKeys';
import { GatewayClient } from '../gateway/GatewayClient';
import { App } from './app.svelte';
import { ask } from '../api/ask';
import { followBuild, ownBuild } from './newBuild';
import { requestsOver } from './requests';
import { settled } from './settled';
import { tabName } from './tab';

/** Why this browser has no keys, without which the server lets nobody in: a code of `errors/words`. */
type NoKeys = `keys_${KeysUnavailable['reason']}`;

class Session {
  /** `away`: the server did not answer, so nobody knows. */
  status = $state<'starting' | 'away' | 'signedOut' | 'signedIn' | NoKeys>('starting');
  instance = $state.raw<Instance | null>(null);
  private app = $state.raw<App | null>(null);
  private gateway: GatewayClient | null = null;
  private stopFollowing: (() => void) | null = null;

  /** What the pages of the signed-in person share; there is one while `status` is `signedIn`. */
  signedIn(): App {
    if (!this.app) throw new Error('nobody is signed in');
    return this.app;
  }

  /** Finds out who is signed in. */
  async start(): Promise<void> {
    try {
      const me = await accounts.me();
      if (me) return await this.enter(me);
      this.instance = await accounts.instance();
      this.leave('signedOut');
    } catch {
      this.leave('away');
    }
  }

  /** Goes on as somebody who has just signed in. */
  async enter(me: Me): Promise<void> {
    const [{ CallController }, tab, noKeys] = await Promise.all([
      import('../call/CallController'),
      tabName(sessionStorage, navigator.locks),
      this.registerDevice(me),
    ]);
    this.leave(noKeys ?? 'signedOut');
    if (noKeys) return;
    const gateway = new GatewayClient(gatewayAddress(), tab);
    const requests = requestsOver(settled(gateway, ask));
    const calls = new CallController(gateway);
    this.app = new App(me, gateway, requests, sessionStorage, calls);
    this.gateway = gateway;
    this.stopFollowing = followBuild(gateway, {
      build: ownBuild(document),
      shelf: sessionStorage,
      phase: () => calls.view.phase,
      reload: () => location.reload(),
    });
    gateway.onStatus((status) => {
      if (status === 'signedOut') void this.start();
    });
    gateway.connect();
    this.status = 'signedIn';
  }

  /** Ends the session on the server, then forgets it here. */
  async signOut(): Promise<void> {
    await accounts.signOut();
    sessionStorage.clear();
    await this.start();
  }

  /** Tries again at once, as when the network is back. */
  hurry(): void {
    if (this.status === 'away') void this.start();
    else this.gateway?.hurry();
  }

  /** Tells the server which keys this browser has, or the page why there are none. */
  private async registerDevice(me: Me): Promise<NoKeys | null> {
    const { account } = me.person;
    try {
      const { did, sk, ek } = await publicKeys(account, await deviceKeys(account));
      if (me.device !== did) await requestsOver(ask).registerDevice({ sk, ek });
      return null;
    } catch (error) {
      if (error instanceof KeysUnavailable) return `keys_${error.reason}`;
      throw error;
    }
  }

  private leave(status: 'away' | 'signedOut' | NoKeys): void {
    this.app?.end();
    this.stopFollowing?.();
    this.gateway?.close();
    this.app = this.gateway = this.stopFollowing = null;
    this.status = status;
  }
}

/** Where the gateway is: the same host as the page. */
function gatewayAddress(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/api/v1/gateway`;
}

export const session = new Session();
