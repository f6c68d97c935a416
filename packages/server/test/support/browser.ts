import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const artifacts = fileURLToPath(new URL('../../../../.artifacts/', import.meta.url));

/** Where tests leave pictures for people to look at; git ignores it. */
export const screenshots = join(artifacts, 'screenshots');

/** Windows: a phone's, and a desk's. */
const SIZES = [
  [390, 844],
  [1280, 900],
] as const;

/** On a phone and on a desk: accessible, never wider than the window; with a picture of each. */
export async function expectFits(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  // What a page looks like before its stylesheets are there says nothing.
  await page.waitForLoadState('load');
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.screenshot({ path: join(screenshots, `${name}-${width}.png`), fullPage: true });
  }
}

/** A window of its own, and everything that its pages complained about. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  return { context, page, heard };
}

const systemBrowsers = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser talks to the loopback only, whatever it would like to tell its maker. Our own flags rather than those of
 * @sparticuz/chromium, which switch off web security and so would hide what these tests are to find.
 */
const quiet = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-pings',
  '--no-first-run',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1, EXCLUDE ::1, EXCLUDE [::1]',
];

/**
 * A Chromium: CHROME_PATH, else one that is installed, else the one that npm brought. The caller closes it.
 * @throws when none of them starts.
 */
export async function launchBrowser(): Promise<Browser> {
  const installed = [process.env.CHROME_PATH ?? '', ...systemBrowsers].find((path) => path !== '' && existsSync(path));
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: quiet });
  const home = await unpackedChromium();
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: quiet,
    env: {
      ...process.env,
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
      LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, join(home, 'al2023', 'lib')].filter(Boolean).join(':'),
    },
  });
}

/**
 * The folder where @sparticuz/chromium has been unpacked, once for each version. Unpacked beside its place and then moved
 * there, so that test files which start at the same time never see half a browser.
 */
async function unpackedChromium(): Promise<string> {
  const packed = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const root = join(packed, '..', '..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const home = join(artifacts, `chromium-${version}`);
  if (existsSync(home)) return home;
  await mkdir(artifacts, { recursive: true });
  const draft = await mkdtemp(join(artifacts, 'unpacking-'));
  await unpackInto(draft, join(root, 'bin'));
  await writeFile(join(draft, 'fonts.conf'), fontConfiguration(home));
  try {
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true });
    if (!existsSync(home)) throw error;
  }
  return home;
}

const inflateAll = `import { inflate } from '@sparticuz/chromium';
await Promise.all(process.argv.slice(1).map((file) => inflate(file)));`;

async function unpackInto(folder: string, packages: string): Promise<void> {
  const files = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => join(packages, name));
  // inflate() writes to os.tmpdir() and nowhere else. In a process of its own: others make their databases in this one's at the same time.
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', inflateAll, ...files], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: folder },
  });
}

/** The package's own font for text, so that pictures look alike everywhere; the system's for what that one lacks. */
function fontConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
  <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}

/** Fails with each violation of WCAG 2.2 A and AA, and of axe's best practices, that the page shows. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // Without a second page to put the results together in: more than twice as fast, and our pages have no foreign frames.
    .setLegacyMode(true)
    .analyze();
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
  expect(found).toEqual([]);
}
