// Who is about to be blocked, and what follows from the answer?

import { explain } from '../../errors/explain';
import { Refusal } from '../../gateway/types';
import * as people from '../../i18n/generated/people';
import type { App } from '../../state/app.svelte';
import type { Person, Relation } from '../../state/requests';
import { toast } from '../../ui/toasts.svelte';
import { shortName } from './names';

/** Says in a notice why something about a person could not be done. */
export function tellRefusal(error: unknown): void {
  toast(explain(error instanceof Refusal ? error.code : 'broken').text);
}

class Blocking {
  /** Whom the dialog asks about; null while it is closed. */
  asked = $state.raw<Person | null>(null);

  /** Blocks everything or calls only; tells what was done, with a way back. */
  async block(app: App, person: Person, tie: 'block' | 'call-block'): Promise<void> {
    const { account } = person;
    try {
      await app.people.tie(account, tie, true);
      const words = { name: shortName(person) };
      const text = tie === 'block' ? people.blocked(words) : people.callsBlocked(words);
      const run = () => void app.people.tie(account, tie, false).catch(tellRefusal);
      toast(text, { label: people.undo(), run });
    } catch (error) {
      tellRefusal(error);
    }
  }

  /** Takes back whatever holds, a full block first. */
  async undo(app: App, person: Person, relation: Relation): Promise<void> {
    const tie = relation.blocked ? 'block' : 'call-block';
    await app.people.tie(person.account, tie, false).catch(tellRefusal);
  }
}

export const blocking = new Blocking();
