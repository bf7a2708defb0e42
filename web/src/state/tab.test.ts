import { expect, test } from 'vitest';
import { tabName } from './tab';

class Shelf {
  constructor(private readonly values = new Map<string, string>()) {}
  getItem(key: string) {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.values.set(key, value);
  }
  /** What a duplicated tab begins with. */
  copy() {
    return new Shelf(new Map(this.values));
  }
}

/** Locks of one browser: a held name is refused when the asker's patience ends. */
function locks() {
  const held = new Set<string>();
  return {
    let: (name: string) => held.delete(name),
    request: (name: string, _: unknown, run: () => unknown) => {
      if (held.has(name)) return Promise.reject(new DOMException('', 'TimeoutError'));
      held.add(name);
      return Promise.resolve(run());
    },
  };
}

test('a tab keeps its name over a reload', async () => {
  const shelf = new Shelf();
  const browser = locks();
  const name = await tabName(shelf, browser as unknown as LockManager);
  expect(name).toMatch(/^[\w-]{22}$/);
  browser.let(`tab:${name}`);
  expect(await tabName(shelf, browser as unknown as LockManager)).toBe(name);
});

test('a duplicated tab gets a name of its own', async () => {
  const shelf = new Shelf();
  const browser = locks();
  const name = await tabName(shelf, browser as unknown as LockManager);
  const copy = shelf.copy();
  const other = await tabName(copy, browser as unknown as LockManager);
  expect(other).not.toBe(name);
  expect(copy.getItem('tab')).toBe(other);
});
