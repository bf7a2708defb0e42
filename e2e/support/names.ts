// Which names does a person bring that strain a screen?

/** The longest name that the rules for names allow, in graphemes. */
const LONGEST = 50;

/** Each by what is odd about it, in a word that may be part of a file's name. */
export const ODD_NAMES = {
  longest: 'Wilhelmina Alexandra Constantia von der Marschheid',
  'one-word': 'M'.repeat(LONGEST),
  'right-to-left': 'عبد الرحمن بن يوسف الأندلسي القرطبي',
  emoji: '👩‍👩‍👧‍👦'.repeat(LONGEST),
  marked: [...'Rosamunde Tiefenbacher']
    .map((letter) => `${letter}\u0302\u0301\u0323`)
    .join('')
    .normalize('NFC'),
};
