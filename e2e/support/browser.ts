// Which browser do the tests start, and with which camera?

import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function executable(): string {
  const path = process.env.CHROMIUM ?? PATHS.find((candidate) => existsSync(candidate));
  if (!path) throw new Error('Chromium is missing; install the package chromium');
  return path;
}

/** Only the last switch of its name counts, so this repeats what Playwright itself turns off. */
const FEATURES_OFF = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  // What the browser starts beside each page, a renderer ahead and two for its address bar, costs
  // more than the page itself.
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];

const QUIET = [
  `--disable-features=${FEATURES_OFF.join()}`,
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium refuses its sandbox to root; tests alone do without it. */
const ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const FAKE_MEDIA = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

/** Launch options with a fake microphone and a camera that shows a moving test picture. */
export const LAUNCH: LaunchOptions = {
  executablePath: executable(),
  args: [...QUIET, ...ROOT, ...FAKE_MEDIA],
};

/** Launch options whose camera shows a file (y4m or mjpeg), for pictures of the product. */
export function launchWithCamera(file: string): LaunchOptions {
  return { ...LAUNCH, args: [...(LAUNCH.args ?? []), `--use-file-for-fake-video-capture=${file}`] };
}

/** Launch options in which the person has neither been asked for a microphone nor has one. */
export const LAUNCH_WITHOUT_MEDIA: LaunchOptions = { ...LAUNCH, args: [...QUIET, ...ROOT] };
