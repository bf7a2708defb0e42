// Web Locks of one browser, as far as calls use them (W3C Web Locks API §4).

export class FakeLocks {
  private readonly held = new Set<string>();
  private readonly queues = new Map<string, Promise<unknown>>();

  /** Makes these the locks of the page until the result is called. */
  install(): () => void {
    Object.defineProperty(navigator, 'locks', { value: this, configurable: true });
    return () => Reflect.deleteProperty(navigator, 'locks');
  }

  query(): Promise<LockManagerSnapshot> {
    return Promise.resolve({ held: [...this.held].map((name) => ({ name })) });
  }

  request(name: string, { signal }: { signal: AbortSignal }, run: () => unknown): Promise<unknown> {
    const before = this.queues.get(name) ?? Promise.resolve();
    let granted = false;
    const turn = before.then(async () => {
      if (signal.aborted) return;
      granted = true;
      this.held.add(name);
      await run();
      this.held.delete(name);
    });
    this.queues.set(name, turn);
    const abandoned = new Promise((_, fail) => {
      signal.addEventListener('abort', () => {
        if (!granted) fail(new DOMException('', 'AbortError'));
      });
    });
    return Promise.race([turn, abandoned]);
  }
}
