import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Debian's package `chromium`; test/install-tools.sh installs it. */
const executablePath = '/usr/bin/chromium';

/** A report in a browser, with everything it did that a report must not do. */
export interface OpenReport {
  readonly page: Page;
  /** Requests for anything but the file itself, or of another origin than the page. */
  readonly requests: readonly string[];
  /** Console messages that warn or worse, uncaught errors, violations of the content policy. */
  readonly complaints: readonly string[];
}

/** Opens reports in headless Chromium, from disk as a person would, and pages of a service by their URL. */
export interface Browser {
  readonly open: (pathOrUrl: string, look?: Look) => Promise<OpenReport>;
  readonly close: () => Promise<void>;
}

export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Part of the URL after `#`. */
  readonly hash?: string;
}

/** One browser with a folder of its own, gone when it closes. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: run test/install-tools.sh`);
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // What it asks for of its own accord goes nowhere: it knows no name but loopback, and asks no resolver for one.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  return {
    open: (path, look = {}) => openReport(context, path, look),
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openReport(context: BrowserContext, path: string, look: Look): Promise<OpenReport> {
  const page = await context.newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  const file = path.startsWith('http://') ? path : pathToFileURL(path).href;
  const { origin } = new URL(file);
  const url = look.hash === undefined ? file : `${file}#${look.hash}`;
  page.on('request', (request) => {
    const asked = request.url();
    const isOwn = origin === 'null' ? asked === file : asked.startsWith(`${origin}/`);
    if (!isOwn && !asked.startsWith('data:')) requests.push(asked);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.emulateMedia({ colorScheme: look.scheme ?? 'light' });
  await page.setViewportSize({ width: look.width ?? 1440, height: look.height ?? 900 });
  await page.goto(url);
  return { page, requests, complaints };
}
