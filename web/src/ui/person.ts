// How does a person without a picture look?

const HUES = [25, 60, 95, 145, 190, 230, 275, 310, 350];
const graphemes = new Intl.Segmenter();

/** Up to two letters: the first of the first and of the last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked
    .map((word = '') => graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** The OKLCH hue, in degrees, that an id keeps on every screen (FNV-1a). */
export function hue(id: string): number {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return HUES[(hash >>> 0) % HUES.length] ?? 60;
}
