// The last line of a run, plain enough for any reader of logs; and which tests took longest.

import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class Closing implements Reporter {
  private readonly results = new Map<string, { title: string; outcome: string; ms: number }>();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.results.set(test.id, { title: test.title, outcome: test.outcome(), ms: result.duration });
  }

  onEnd(): void {
    const all = [...this.results.values()];
    const slowest = all.sort((a, b) => b.ms - a.ms).slice(0, 10);
    process.stdout.write('\nslowest browser tests\n');
    for (const test of slowest) {
      process.stdout.write(`  ${(test.ms / 1000).toFixed(1)} s  ${test.title}\n`);
    }
    const count = (outcome: string): number => all.filter((r) => r.outcome === outcome).length;
    const passed = count('expected') + count('flaky');
    process.stdout.write(`\n${passed} passed, ${count('unexpected')} failed\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
