// In which language, direction and number style does this page speak?

const asked = __PSEUDO_LOCALES__ ? rememberedPseudo() : null;

/** The locale that Intl formats follow: the reader's own English, or the neutral one. */
export const words: string =
  navigator.languages.find((tag) => tag.toLowerCase().startsWith('en')) ?? 'en-GB';

/** Lengthens text by two fifths in the pseudo-locale; null elsewhere. */
export const pseudo: ((text: string) => string) | null =
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

const accents: Record<string, string> = { a: 'áa', e: 'ée', i: 'íi', o: 'óo', u: 'úu', y: 'ýy' };

/** Doubles vowels and the commonest consonants, so that each word grows, as in other languages. */
export function lengthen(text: string): string {
  return text.replace(/[aeiouynst]/gi, (letter) => {
    const twin = accents[letter.toLowerCase()] ?? letter + letter;
    return letter === letter.toLowerCase() ? twin : letter + twin.slice(1).toLowerCase();
  });
}
