// The server has been updated: when does this page fetch its new self?
//
// At once, but never in a call and never under somebody's hands: a draft survives, a form does not.

import type { Phase } from '../call/callState';
import type { Gateway } from '../gateway/types';

/** How long nothing may have been typed or pressed; a hidden page need not wait. */
const QUIET_MS = 5_000;
const LOOK_EVERY_MS = 1_000;
/** The build for which this tab was fetched anew; a second time would not help. */
const KEY = 'fetchedFor';
const WITHOUT_CALL: readonly Phase[] = ['idle', 'left', 'ended', 'answeredElsewhere'];
const HANDS = ['keydown', 'pointerdown'] as const;

/** What the page shows and does. */
export interface OpenPage {
  /** Path of its first script. */
  build: string | null;
  shelf: Pick<Storage, 'getItem' | 'setItem'>;
  phase: () => Phase;
  reload: () => void;
}

/** The path of this page's first script; null where the page was not built. */
export function ownBuild(page: Document): string | null {
  const script = page.querySelector<HTMLScriptElement>('script[type=module][src^="/assets/"]');
  return script?.getAttribute('src') ?? null;
}

/** Watches what the server says about its client; the result stops it. */
export function followBuild(gateway: Pick<Gateway, 'onStart'>, page: OpenPage): () => void {
  let touchedAt = -Infinity;
  let looking: ReturnType<typeof setInterval> | undefined;
  const touched = () => {
    touchedAt = performance.now();
  };
  const stop = () => {
    clearInterval(looking);
    leave();
    for (const hand of HANDS) removeEventListener(hand, touched, true);
  };
  const leave = gateway.onStart(({ clientBuild }) => {
    clearInterval(looking);
    if (!page.build || !clientBuild || clientBuild === page.build) return;
    if (page.shelf.getItem(KEY) === clientBuild) return;
    looking = setInterval(() => {
      if (!WITHOUT_CALL.includes(page.phase()) || inHands(touchedAt)) return;
      stop();
      page.shelf.setItem(KEY, clientBuild);
      page.reload();
    }, LOOK_EVERY_MS);
  });
  for (const hand of HANDS) addEventListener(hand, touched, true);
  return stop;
}

function inHands(touchedAt: number): boolean {
  if (document.querySelector('dialog[open], [role=dialog]')) return true;
  if (document.activeElement instanceof HTMLInputElement) return true;
  return !document.hidden && performance.now() - touchedAt < QUIET_MS;
}
