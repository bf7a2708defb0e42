// What may be handed to a component as its icon?

import type Phone from '@lucide/svelte/icons/phone';

/** Any Lucide icon, imported by its deep path. */
export type Icon = typeof Phone;
