// The way every browser test runs, for one that fails on purpose.

import base from '../playwright.config.ts';

export default {
  ...base,
  testDir: '.',
  reporter: [['list'], ['../support/closing.ts']],
  ...(process.env.ARTEFACTS && { outputDir: process.env.ARTEFACTS }),
};
