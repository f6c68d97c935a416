import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url));
const images = join(docs, 'images');
const index = join(images, 'index.json');

/** `npm run pictures` takes them anew; otherwise they are held against what the pages say now. */
const isTaken = process.env.XENIA_PICTURES === 'write';

/** By name, the digest of what the page said when its picture was taken. Fonts differ between machines, words do not. */
export type PictureIndex = Readonly<Record<string, string>>;

export function readIndex(): PictureIndex {
  return JSON.parse(readFileSync(index, 'utf8')) as PictureIndex;
}

export type Album = ReturnType<typeof openAlbum>;

/** The album of one run: what it has seen, and how it is written down at the end. */
export function openAlbum() {
  const seen: Record<string, string> = {};
  return {
    seen: seen as PictureIndex,
    /** Takes or checks the picture `docs/images/{name}.png`, of the whole page or of what the window shows. */
    async picture(page: Page, name: string, of: 'page' | 'window' = 'page'): Promise<void> {
      await page.waitForLoadState('load');
      seen[name] = await digestOf(page);
      if (!isTaken) return;
      mkdirSync(images, { recursive: true });
      // What stays where the window is would stand in the middle of the page.
      if (of === 'page') await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: join(images, `${name}.png`), fullPage: of === 'page' });
    },
    close(): void {
      const sorted = Object.fromEntries(Object.entries(seen).sort(([one], [other]) => (one < other ? -1 : 1)));
      if (isTaken) writeFileSync(index, `${JSON.stringify(sorted, null, 2)}\n`);
    },
  };
}

/** Names of the pictures that a page of the documentation shows, from the root of docs/ or of the repository. */
export function picturesIn(path: string): string[] {
  const text = readFileSync(join(docs, path), 'utf8');
  return [...text.matchAll(/!\[[^\]]+\]\((?:docs\/|\.\.\/)?images\/([\w-]+)\.png\)/g)].map(([, name = '']) => name);
}

/** Ids and secrets, whole or shortened (app_0f…, XR-7K3M-9QPD), hashes, and numbers such as ports differ from run to run. */
const DIFFERENT = /\b[a-z]{2,4}_(?=[\w-]*\d)[\w-]{6,}|\bXR-\w{4}-\w{4}\b|\b[0-9a-f]{32,}\b|\d+/g;

async function digestOf(page: Page): Promise<string> {
  const said = `${await page.title()}\n${await page.locator('body').innerText()}`.replaceAll(DIFFERENT, '0');
  return createHash('sha256').update(said).digest('base64url').slice(0, 16);
}
