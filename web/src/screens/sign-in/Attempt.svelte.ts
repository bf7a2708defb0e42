// One try to get in: is it under way, and what was wrong with the last one?

import { tick } from 'svelte';
import { codeOf, Problem } from '../../api/problem';
import { explain, type Explanation } from '../../errors/explain';

/** The field of a form that a code is about, where the answer names none. */
const fieldOfCode: Record<string, string> = {
  handle_invalid: 'handle',
  handle_reserved: 'handle',
  handle_taken: 'handle',
  display_name_invalid: 'displayName',
  password_too_short: 'password',
  password_too_long: 'password',
};

export class Attempt {
  busy = $state(false);
  problem = $state.raw<(Explanation & { field: string | null }) | null>(null);

  /** Runs `work` unless one is under way; tells whether it went well. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      const code = codeOf(thrown);
      const named = thrown instanceof Problem ? thrown.field : null;
      this.problem = { ...explain(code), field: named ?? fieldOfCode[code] ?? null };
      return false;
    } finally {
      this.busy = false;
      await tick();
      document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }

  /** What is wrong with one field, in one line. */
  at(field: string): string | undefined {
    if (this.problem?.field !== field) return undefined;
    return `${this.problem.title}. ${this.problem.text}`;
  }

  /** What is wrong but with none of the fields in `shown`. */
  besides(...shown: string[]): Explanation | null {
    const field = this.problem?.field;
    return field && shown.includes(field) ? null : this.problem;
  }
}
