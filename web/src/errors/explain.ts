// What does a refusal mean to the person who met it, and what can they press?

import { words, type Remedy } from './words';

export interface Explanation {
  title: string;
  text: string;
  remedy: Remedy | undefined;
}

/** Words for a code; an unknown one reads like a fault of ours. */
export function explain(code: string): Explanation {
  const [title, text, remedy] = Object.hasOwn(words, code)
    ? words[code as keyof typeof words]
    : words.broken;
  return { title: title(), text: text(), remedy };
}
