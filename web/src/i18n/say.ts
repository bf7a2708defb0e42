// What turns a compiled message into the words that a person reads?

import { pseudo, words } from './locale';

const rules = new Intl.PluralRules(words);

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Joins the literal parts of a message with its values. */
export function say(parts: TemplateStringsArray, ...values: string[]): string {
  if (pseudo) return pseudo(parts, values);
  return parts.reduce((text, part, at) => text + part + (values[at] ?? ''), '');
}

/** The form of a counted phrase that the language asks for. */
export function plural(count: number, forms: Forms): string {
  return forms[rules.select(count)] ?? forms.other;
}

/** A whole or decimal number with the reader's digits and separators. */
export function number(value: number): string {
  return value.toLocaleString(words);
}
