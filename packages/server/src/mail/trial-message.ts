import { html } from 'hono/html';
import type { MailMessage } from './message.ts';

/** What an operator sends to see whether mail works. */
export function trialMessage(to: string, server: string): MailMessage {
  const words = `If you can read this, Xenia can send mail by ${server}.`;
  return {
    template: 'trial',
    to,
    from_name: 'Xenia',
    subject: 'Test mail from Xenia',
    text: `${words}\n`,
    html: String(html`<!doctype html><html lang="en"><body><p>${words}</p></body></html>`),
    lang: 'en',
    link_expires_at: null,
  };
}
