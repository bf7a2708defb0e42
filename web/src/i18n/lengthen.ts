// How would a message look in a language with longer words and other letters?

const accents: Record<string, string> = { a: 'áa', e: 'ée', i: 'íi', o: 'óo', u: 'úu', y: 'ýy' };

/**
 * The parts of a message with its values between them: each word two fifths longer at least, and
 * the whole in brackets, so that one sees when its end is cut off.
 */
export function lengthen(parts: readonly string[], values: readonly string[] = []): string {
  return `[${parts.map((part, at) => longer(part) + (values[at] ?? '')).join('')}]`;
}

/** Doubles vowels and the commonest consonants, so that each word grows, as in other languages. */
function longer(text: string): string {
  return text.replace(/[aeiouynst]/gi, (letter) => {
    const twin = accents[letter.toLowerCase()] ?? letter + letter;
    return letter === letter.toLowerCase() ? twin : letter + twin.slice(1).toLowerCase();
  });
}
