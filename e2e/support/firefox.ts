// A person in Firefox as Debian and Mozilla ship it, driven by WebDriver BiDi. Playwright's own
// Firefox is a build of its own, and needs of a stock one what the ESR does not have yet.

import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const PATHS = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Where Firefox is on this machine; null where it is not installed. */
export const FIREFOX =
  process.env.FIREFOX ?? PATHS.find((candidate) => existsSync(candidate)) ?? null;

/** Starts Firefox with a fake microphone and camera, on loopback alone. */
export function launchFirefox(executablePath: string): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    extraPrefsFirefox: {
      'intl.accept_languages': 'en-GB',
      'media.autoplay.default': 0,
      'media.navigator.permission.disabled': true,
      'media.navigator.streams.fake': true,
      // The relay of a test stands on loopback.
      'media.peerconnection.ice.loopback': true,
    },
  });
}

type Role = 'button' | 'textbox';

/** Presses the one thing with this role and name. */
export async function press(page: Page, role: Role, name: string): Promise<void> {
  await page.locator(`::-p-aria([name="${name}"][role="${role}"])`).click();
}

/** Keeps the connections of the pages that open from now on. */
export async function watchLinks(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const links: RTCPeerConnection[] = [];
    Object.assign(window, { links });
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        links.push(this);
      }
    };
  });
}

/** How much arrived so far: packets of sound and frames that were decoded. */
export function arrivedIn(page: Page): Promise<{ packets: number; frames: number }> {
  return page.evaluate(async () => {
    const sum = { packets: 0, frames: 0 };
    for (const link of Reflect.get(window, 'links') as RTCPeerConnection[]) {
      if (link.connectionState === 'closed') continue;
      for (const report of (await link.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue;
        if (report.kind === 'audio') sum.packets += report.packetsReceived ?? 0;
        else sum.frames += report.framesDecoded ?? 0;
      }
    }
    return sum;
  });
}
