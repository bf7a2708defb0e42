// In which language, direction and number style does this page speak?

import { lengthen } from './lengthen';

const asked = __PSEUDO_LOCALES__ ? rememberedPseudo() : null;

/** The locale that Intl formats follow: the reader's own English, or the neutral one. */
export const words: string =
  navigator.languages.find((tag) => tag.toLowerCase().startsWith('en')) ?? 'en-GB';

/** How a message reads in the pseudo-locale; null elsewhere. */
export const pseudo: typeof lengthen | null =
  __PSEUDO_LOCALES__ && asked === 'en-XA' ? lengthen : null;

/** Whether the page runs from right to left. */
export const rightToLeft: boolean = asked === 'ar-XB';

/** Tells the document its language and direction. */
export function applyLocale(root: HTMLElement): void {
  root.lang = 'en';
  root.dir = rightToLeft ? 'rtl' : 'ltr';
}

/** `?locale=en-XA` (longer words) or `?locale=ar-XB` (right to left), kept for the tab. */
function rememberedPseudo(): string | null {
  const given = new URLSearchParams(location.search).get('locale');
  if (given) sessionStorage.setItem('locale', given);
  return given ?? sessionStorage.getItem('locale');
}
