import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A moment (seconds since 1970) for people and programs. */
export function moment(seconds: number): HtmlPage {
  const at = new Date(seconds * 1000);
  const part = Object.fromEntries(FORMAT.formatToParts(at).map(({ type, value }) => [type, value]));
  return html`<time datetime="${at.toISOString()}">${part.hour}:${part.minute}:${part.second} UTC on ${part.day} ${part.month} ${part.year}</time>`;
}
