// How are the pictures of all screens taken? `npm run shots`, or one of them: `npm run shots -- -g inbox`.
//
// Each size is a project with a server, two browser processes and a community of its own.

import { defineConfig, devices } from '@playwright/test';
import type { WorkerOptions } from './fixtures.ts';

const { userAgent } = devices['Pixel 7'];

export default defineConfig<object, WorkerOptions>({
  testDir: '.',
  outputDir: '../results/shots',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  globalTeardown: './contents.ts',
  projects: [
    { name: 'desktop', use: { device: { viewport: { width: 1280, height: 800 } } } },
    {
      name: 'phone',
      use: {
        device: {
          viewport: { width: 390, height: 844 },
          hasTouch: true,
          isMobile: true,
          userAgent,
        },
      },
    },
  ],
});
