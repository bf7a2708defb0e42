// What do the screens of a call read and press?

import { createContext } from 'svelte';
import type { CallController, CallView } from '../call/CallController';
import { CallSounds } from '../sounds/CallSounds';
import { newId } from './outbox';
import { sounds } from './sounds.svelte';
import { encodeText, TEXT } from './thread';

export class CallScreenState {
  view = $state.raw() as CallView;
  /** A ring is silent because nobody has touched this page yet. */
  soundBlocked = $state(false);
  private readonly player = new CallSounds(
    () => sounds.now,
    (blocked) => {
      this.soundBlocked = blocked;
    },
  );

  constructor(
    readonly calls: CallController,
    /** Opens the thread with whom the call was, or is. */
    readonly openThread: (account: string) => void,
  ) {
    this.view = calls.view;
  }

  /** Follows the controller until the result is called. */
  start(): () => void {
    const leave = this.calls.subscribe((view) => {
      this.view = view;
      this.player.follow(view);
    });
    return () => {
      leave();
      this.player.quiet();
    };
  }

  /** A tap that lets this page sound, or a sound setting that changed. */
  soundAgain(): void {
    this.player.again();
  }

  /** Declines everywhere, with words for the thread if there are any. */
  decline(text: string | null): void {
    this.calls.decline(
      text === null ? null : { mid: newId(), contentType: TEXT, body: encodeText(text) },
    );
  }
}

/** The call of this page, for every component of its screens. */
export const [useCall, provideCall] = createContext<CallScreenState>();
