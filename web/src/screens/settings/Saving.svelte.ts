// Did the last change reach the server, and what can be said about it where it did not?

import { codeOf } from '../../api/problem';
import { explain } from '../../errors/explain';

export class Saving {
  problem = $state<string | null>(null);

  /** Runs a change that puts the old value back by itself when it is refused. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.problem = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.problem = explain(codeOf(error)).text;
      return false;
    }
  }
}
