// A connection closed: what now?

import type { Status } from './types';

/** Close codes of the gateway that do not mean "try again"; see docs/protocol/gateway.md. */
const FINAL: Readonly<Record<number, Status>> = {
  4401: 'signedOut',
  4406: 'outdated',
  4409: 'replaced',
};

/** The lasting status after a close code, or null when the client should return. */
export function finalStatus(closeCode: number): Status | null {
  return FINAL[closeCode] ?? null;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * How long to wait before the next try. Doubling keeps a long outage cheap; the random half keeps a
 * thousand clients from returning in the same instant.
 */
export function waitBeforeTry(failures: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
  return Math.round(longest / 2 + (random() * longest) / 2);
}
