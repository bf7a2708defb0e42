// Which places does the rail lead to?

import MessageCircle from '@lucide/svelte/icons/message-circle';
import Phone from '@lucide/svelte/icons/phone';
import Settings from '@lucide/svelte/icons/settings';
import * as shell from '../../i18n/generated/shell';
import type { Icon } from '../icon';

export type PlaceName = 'messages' | 'calls' | 'settings';

export interface Place {
  name: PlaceName;
  href: string;
  icon: Icon;
  label: () => string;
  /** What its count means, in words. */
  counted?: (p: { count: number }) => string;
  tone?: 'amber';
}

export const places: readonly Place[] = [
  {
    name: 'messages',
    href: '/messages',
    icon: MessageCircle,
    label: shell.messages,
    counted: shell.unread,
  },
  {
    name: 'calls',
    href: '/calls',
    icon: Phone,
    label: shell.calls,
    counted: shell.missed,
    tone: 'amber',
  },
  { name: 'settings', href: '/settings', icon: Settings, label: shell.settings },
];
