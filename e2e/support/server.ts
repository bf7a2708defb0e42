// A real Bobwhite with a relay of its own, in a folder of its own, on free ports of loopback.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BOBWHITE = resolve(import.meta.dirname, '../../.venv/bin/bobwhite');
const START_LIMIT_MS = 60_000;

export class Server {
  private child: ChildProcess | null = null;
  private output = '';
  readonly folder = mkdtempSync(join(tmpdir(), 'bobwhite-e2e-'));

  private constructor(
    readonly port: number,
    private readonly settings: Record<string, string>,
    private readonly command: 'demo' | 'serve',
  ) {}

  /** Starts a server with the demo community; `settings` are BOBWHITE_ variables without prefix. */
  static start(settings: Record<string, string> = {}): Promise<Server> {
    return Server.begin('demo', settings);
  }

  /** Starts a server that nobody has set up yet. */
  static fresh(settings: Record<string, string> = {}): Promise<Server> {
    return Server.begin('serve', settings);
  }

  private static async begin(
    command: 'demo' | 'serve',
    settings: Record<string, string>,
  ): Promise<Server> {
    const server = new Server(await freePort(), settings, command);
    await server.up();
    return server;
  }

  /** The two addresses of one server: separate cookies and keys in one browser. */
  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get secondOrigin(): string {
    return `http://rosa.localhost:${this.port}`;
  }

  /** An address of a fresh server that is neither HTTPS nor this machine to a browser that maps it. */
  get plainOrigin(): string {
    return `http://calls.test:${this.port}`;
  }

  /** Starts the server; `more` are variables of its environment for this time. */
  async up(more: Record<string, string> = {}): Promise<void> {
    const variables = Object.entries(this.settings).map(([k, v]) => [`BOBWHITE_${k}`, v]);
    const place = this.command === 'demo' ? ['--data-dir', this.data] : [];
    const child = spawn(BOBWHITE, [this.command, '--port', String(this.port), ...place], {
      env: {
        ...process.env,
        ...more,
        ...(this.command === 'serve' && {
          BOBWHITE_DATA_DIR: this.data,
          BOBWHITE_ORIGINS: [this.origin, this.secondOrigin, this.plainOrigin].join(),
          BOBWHITE_TURN_PORT: '0',
        }),
        ...Object.fromEntries(variables),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const keep = (text: Buffer): void => {
      this.output = (this.output + text.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await this.ready();
  }

  /** Everything the server printed so far, for the tests of what it must not print. */
  printed(): string {
    return this.output;
  }

  /** Stops the server as an operator would, or as a crash does. */
  async down(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    child.kill(signal);
    const code = await ended;
    this.child = null;
    return code;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a command of the same instance, such as `account verify`. */
  async run(...command: string[]): Promise<string> {
    const child = spawn(BOBWHITE, command, {
      env: {
        ...process.env,
        BOBWHITE_DATA_DIR: this.data,
        BOBWHITE_ORIGINS: this.origin,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.stderr.on('data', (part: Buffer) => (text += part.toString()));
    const code = await new Promise<number | null>((done) => child.once('exit', done));
    if (code !== 0) throw new Error(`bobwhite ${command.join(' ')} failed: ${text}`);
    return text;
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private async ready(): Promise<void> {
    const limit = Date.now() + START_LIMIT_MS;
    while (Date.now() < limit) {
      if (this.child?.exitCode !== null) break;
      const answer = await fetch(`${this.origin}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`the server did not start:\n${this.output}`);
  }
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
