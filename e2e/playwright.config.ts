// How do the browser tests run? Real Chromium, real server, real relay, fake camera and microphone.

import { defineConfig } from '@playwright/test';
import { LAUNCH } from './support/browser.ts';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'results',
  // A failed test would leave a description of its page, with every word on it.
  preserveOutput: 'never',
  // Calls wait more than they compute: two cores carry two at once, each with its own server.
  workers: 2,
  timeout: 90_000,
  // One more try each: what passes only then is named with its reason in the last lines.
  retries: 1,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['./support/closing.ts']],
  forbidOnly: true,
  use: {
    launchOptions: LAUNCH,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // Traces and videos would hold candidates and message text.
    trace: 'off',
    video: 'off',
    screenshot: 'off',
  },
});
