import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A script that stands in a page, which the page's policy allows by its hash and nothing else. */
export interface InlineScript {
  readonly text: string;
  /** A source of `script-src`. */
  readonly hash: string;
}

function inlineScript(name: string): InlineScript {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return { text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}

export const checkSessionScript = inlineScript('check-session.js');
export const sendOnceScript = inlineScript('send-once.js');
export const goOnScript = inlineScript('go-on.js');
