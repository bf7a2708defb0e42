// What is this tab called, so that a reload keeps its call and a copy of it gets a name of its own?

import { newId } from './outbox';

const KEY = 'tab';
/** A reload may find the name still held by the page that it replaces. */
const HELD_BY_OLD_PAGE_MS = 400;

/**
 * The name of this tab. It lives in the session storage, which a duplicated tab copies; the lock
 * tells the copy that the name is in use.
 */
export async function tabName(
  shelf: Pick<Storage, 'getItem' | 'setItem'>,
  locks: LockManager | undefined,
): Promise<string> {
  const kept = shelf.getItem(KEY);
  const name = kept && (await take(kept, locks)) ? kept : newId();
  if (name !== kept) {
    shelf.setItem(KEY, name);
    await take(name, locks);
  }
  return name;
}

/** Holds the name until the page is gone; false where another page holds it. */
function take(name: string, locks: LockManager | undefined): Promise<boolean> {
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(HELD_BY_OLD_PAGE_MS);
    const forever = () => {
      resolve(true);
      return new Promise<never>(() => undefined);
    };
    locks.request(`tab:${name}`, { signal }, forever).catch(() => resolve(false));
  });
}
