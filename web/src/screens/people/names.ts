// By which words do people appear on a screen?

import * as people from '../../i18n/generated/people';
import { cleanLine } from '../../state/clean';
import type { Person } from '../../state/requests';

/** The full name; an account that is gone has none. */
export function nameOf(person: Person): string {
  return (!person.gone && cleanLine(person.displayName)) || people.gone();
}

/** The first word of the name, as one speaks of somebody. */
export function shortName(person: Person): string {
  return person.gone ? people.gone() : (nameOf(person).split(' ')[0] ?? '');
}

/** "@rosa.marin". */
export function handleOf(person: Person): string {
  return person.gone ? '' : `@${person.handle}`;
}

/** "Studio plan", or nothing. */
export function planOf(person: Person): string {
  return (!person.gone && person.plan && cleanLine(person.plan)) || '';
}

/** "@rosa.marin · Studio plan". */
export function handleLine(person: Person): string {
  return [handleOf(person), planOf(person)].filter(Boolean).join(' · ');
}

/** Whether a search finds somebody: by a word of the name, or by the handle. */
export function matches(person: Person, query: string): boolean {
  const wanted = query.trim().toLocaleLowerCase().replace(/^@/, '');
  const words = nameOf(person).toLocaleLowerCase().split(' ');
  return (
    !wanted ||
    [...words, nameOf(person).toLocaleLowerCase(), person.handle].some((word) =>
      word.startsWith(wanted),
    )
  );
}
