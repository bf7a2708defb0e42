// The last lines of a run, plain enough for any reader of logs: which tests took longest, what
// failed and why, and what passed only when it was repeated.

import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

interface Told {
  title: string;
  outcome: string;
  ms: number;
  /** The beginning of what each try failed with. */
  whys: string[];
}

const WHY_LINES = 12;

export default class Closing implements Reporter {
  private readonly tests = new Map<string, Told>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const before = this.tests.get(test.id)?.whys ?? [];
    // What was tried would tell addresses and cookies.
    const [why] = stripVTControlCharacters(result.error?.message ?? result.status).split(
      'Call log:',
    );
    this.tests.set(test.id, {
      title: test.title,
      outcome: test.outcome(),
      ms: result.duration,
      whys: result.status === test.expectedStatus ? before : [...before, why ?? ''],
    });
  }

  onEnd(): void {
    const all = [...this.tests.values()];
    const having = (outcome: string): Told[] => all.filter((test) => test.outcome === outcome);
    const [flaky, failed] = [having('flaky'), having('unexpected')];
    const slowest = all.sort((a, b) => b.ms - a.ms).slice(0, 10);
    say('\nslowest browser tests');
    for (const test of slowest) say(`  ${(test.ms / 1000).toFixed(1)} s  ${test.title}`);
    explain('failed', failed);
    explain('passed only when repeated', flaky);
    say(`\n${having('expected').length + flaky.length} passed, ${failed.length} failed`);
  }

  printsToStdio(): boolean {
    return true;
  }
}

function explain(words: string, tests: Told[]): void {
  for (const test of tests) {
    say(`\n${words}: ${test.title}`);
    for (const why of test.whys) {
      for (const line of why.split('\n').slice(0, WHY_LINES)) say(`  ${line}`);
    }
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
