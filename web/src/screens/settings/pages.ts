// Which pages do the settings have?

import Ban from '@lucide/svelte/icons/ban';
import Bell from '@lucide/svelte/icons/bell';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import MonitorSmartphone from '@lucide/svelte/icons/monitor-smartphone';
import PhoneIncoming from '@lucide/svelte/icons/phone-incoming';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Component } from 'svelte';
import * as words from '../../i18n/generated/settings';
import type { Icon } from '../../ui/icon';
import AccountPage from './AccountPage.svelte';
import AppearancePage from './AppearancePage.svelte';
import BlockedPage from './BlockedPage.svelte';
import CallsPage from './CallsPage.svelte';
import DevicesPage from './DevicesPage.svelte';
import HelpPage from './HelpPage.svelte';
import SoundsPage from './SoundsPage.svelte';

interface Page {
  name: string;
  title: () => string;
  icon: Icon;
  page: Component;
}

export const pages: readonly Page[] = [
  { name: 'account', title: words.account, icon: UserRound, page: AccountPage },
  { name: 'calls', title: words.calls, icon: PhoneIncoming, page: CallsPage },
  { name: 'sounds', title: words.sounds, icon: Bell, page: SoundsPage },
  { name: 'blocked', title: words.blocked, icon: Ban, page: BlockedPage },
  { name: 'devices', title: words.devices, icon: MonitorSmartphone, page: DevicesPage },
  { name: 'appearance', title: words.appearance, icon: SunMoon, page: AppearancePage },
  { name: 'help', title: words.help, icon: CircleQuestionMark, page: HelpPage },
];

/** What a wide screen shows before anything is chosen. */
export const FIRST = 'calls';
