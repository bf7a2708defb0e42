// In which words is somebody who calls shown?

import * as words from '../../i18n/generated/incoming';
import type { CallView } from '../../call/CallController';
import type { Ring } from '../../call/types';

/** The most that the server counts. */
const MANY = 99;

/** "You follow · 12 messages": how this account knows the caller. */
export function knownBy({ relation, messages }: Ring): string {
  const tie = relation.following
    ? words.follow()
    : relation.saved
      ? words.saved()
      : messages === 0
        ? words.unknown()
        : null;
  const count =
    messages >= MANY
      ? words.manyMessages({ count: MANY - 1 })
      : messages > 0
        ? words.messages({ count: messages })
        : null;
  return [tie, count].filter((part) => part !== null).join(' · ');
}

export function isVideo({ media }: Pick<CallView, 'media'>): boolean {
  return media.includes('video');
}

/** Whether typed letters belong to `element`, so that the focus must not be taken from it. */
export function takesText(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement) return true;
  const buttons = [
    'button',
    'checkbox',
    'color',
    'file',
    'image',
    'radio',
    'range',
    'reset',
    'submit',
  ];
  return element instanceof HTMLInputElement && !buttons.includes(element.type);
}
