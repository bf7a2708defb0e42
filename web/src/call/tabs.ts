// Which tab of this device has the call, and which one sounds the ring?
//
// Web Locks: a tab that closes or crashes gives its locks up by itself.

/** Longer offers a call for longer that another tab has taken up already. */
const LOOK_MS = 1_000;
/** How long the server may take to say that a call is over whose tab gave it up; mostly it is. */
const FREED_MS = 500;

/** Gives a lock up; the result settles once it is free for others. */
export type LetGo = () => Promise<unknown>;

/** Holds `name` as soon as no other tab does; `held` is told when. */
export function holdAlone(name: string, held: () => void = () => undefined): LetGo {
  const giveUp = new AbortController();
  const done = new Promise<void>((resolve) => {
    giveUp.signal.addEventListener('abort', () => resolve());
  });
  const over = locks()
    ?.request(name, { signal: giveUp.signal }, () => {
      held();
      return done;
    })
    .catch(() => undefined);
  return () => {
    giveUp.abort();
    return Promise.resolve(over);
  };
}

/** Whether some tab of this device has this call. */
export async function isHere(call: string): Promise<boolean> {
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.some(({ name }) => name === nameOf(call));
}

export function holdCall(call: string): LetGo {
  return holdAlone(nameOf(call));
}

/** Tells once the tab that has this call is gone or done with it. */
export function whenFree(call: string, free: () => void): LetGo {
  const letGo: LetGo = holdAlone(nameOf(call), () => {
    void letGo();
    free();
  });
  return letGo;
}

/** Tells once some tab of this device has this call; nothing but asking again and again finds out. */
export function whenTaken(call: string, taken: () => void): LetGo {
  const look = async () => {
    if (await isHere(call)) taken();
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return () => {
    clearInterval(timer);
    return Promise.resolve();
  };
}

/**
 * This tab's lock on a call: held while the call is here, waited for while another tab has it, and
 * looked at while any tab may take it up.
 */
export class CallLock {
  private key = '';
  private letGoNow: LetGo = () => Promise.resolve();

  constructor(
    private readonly freed: () => void,
    private readonly taken: (call: string) => void,
  ) {}

  /** Settles once a lock that is no longer wanted is free. */
  keep(wanted: 'hold' | 'wait' | 'look' | null, call: string): Promise<unknown> {
    const key = wanted ? `${wanted} ${call}` : '';
    if (key === this.key) return Promise.resolve();
    const released = this.letGoNow();
    this.key = key;
    this.letGoNow = () => Promise.resolve();
    if (wanted === 'hold') this.letGoNow = holdCall(call);
    if (wanted === 'wait') {
      this.letGoNow = whenFree(call, () => setTimeout(this.freed, FREED_MS));
    }
    if (wanted === 'look') this.letGoNow = whenTaken(call, () => this.taken(call));
    return released;
  }
}

const nameOf = (call: string) => `bobwhite.call.${call}`;

function locks(): LockManager | undefined {
  return (navigator as { locks?: LockManager }).locks;
}
