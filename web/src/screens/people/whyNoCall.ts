// Why is there no phone icon, and what could the reader do about it?

import { explain, type Explanation } from '../../errors/explain';
import * as people from '../../i18n/generated/people';
import type { Calling } from '../../state/presence.svelte';
import type { Person } from '../../state/requests';
import { shortName } from './names';

/** A line about the reader's own next step, or the rule that holds for everybody. */
export function whyNoCall(calling: Calling, person: Person): Pick<Explanation, 'text' | 'remedy'> {
  const { code } = calling;
  if (code === null || code === 'not_available') {
    // One sentence for every cause on the other side, so that it tells none of them.
    return { text: people.whoCanCall({ name: shortName(person) }), remedy: undefined };
  }
  return explain(code);
}
