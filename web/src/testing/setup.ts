// What does every unit test of the client start from?

import { cleanup } from '@testing-library/svelte';
import { afterEach } from 'vitest';

afterEach(cleanup);

// A transition is over at once: this DOM has no clock to run it by.
Element.prototype.animate = () =>
  ({ finished: Promise.resolve(), cancel() {}, startTime: null }) as unknown as Animation;
