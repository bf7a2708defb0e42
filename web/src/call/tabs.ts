// Which tab of this device has the call, and which one sounds the ring?
//
// Web Locks: a tab that closes or crashes gives its locks up by itself.

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

/** This tab's lock on a call: held while the call is here, waited for while another tab has it. */
export class CallLock {
  private key = '';
  private letGoNow: LetGo = () => Promise.resolve();

  constructor(private readonly freed: () => void) {}

  /** Settles once a lock that is no longer wanted is free. */
  keep(wanted: 'hold' | 'wait' | null, call: string): Promise<unknown> {
    const key = wanted ? `${wanted} ${call}` : '';
    if (key === this.key) return Promise.resolve();
    const released = this.letGoNow();
    this.key = key;
    this.letGoNow = () => Promise.resolve();
    if (wanted === 'hold') this.letGoNow = holdCall(call);
    if (wanted === 'wait') this.letGoNow = whenFree(call, this.freed);
    return released;
  }
}

const nameOf = (call: string) => `bobwhite.call.${call}`;

function locks(): LockManager | undefined {
  return (navigator as { locks?: LockManager }).locks;
}
