import { html } from 'hono/html';
import { black, contrastRatio, formatColour, parseColour, white } from '../interaction/assets/contrast.ts';
import type { HtmlPage } from '../interaction/pages/html-page.ts';
import type { Letter, LetterLink } from '../interaction/pages/mail-letter.ts';
import type { LetterFrame } from './letter-text.ts';

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const TEXT = 'margin:0 0 16px;font-size:16px;line-height:24px;color:#191c1e';
const SMALL = 'margin:0 0 8px;font-size:14px;line-height:20px;color:#586066';
const HEADING = 'margin:0 0 16px;font-size:24px;line-height:30px;font-weight:650;color:#191c1e';
const CODE =
  'margin:0 0 16px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;line-height:40px;letter-spacing:6px;color:#191c1e';

/** WCAG 2.2 §1.4.3. */
const LEAST_CONTRAST = 4.5;

/** The letter as mail programs show it: inline styles, no pictures and nothing to fetch, so that opening it tells nobody. */
export function letterHtml(letter: Letter, frame: LetterFrame): string {
  const { heading, body, code, action, more, validity, facts = [], notYou } = letter;
  const accent = accentOf(frame.accent);
  const page = html`<!doctype html>
<html lang="${frame.lang}" dir="${frame.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${letter.subject}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#f5f5f2;${FONT};overflow-wrap:anywhere">
<main>
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e1e2de;border-top:4px solid ${accent.fill};border-radius:8px">
<p style="margin:0 0 24px;font-size:16px;line-height:24px;font-weight:600;color:#191c1e">${frame.tenant}</p>
<h1 style="${HEADING}">${heading}</h1>
${body.map((paragraph) => html`<p style="${TEXT}">${paragraph}</p>`)}
${code === undefined ? undefined : html`<p style="${CODE}">${code}</p>`}
${facts.length === 0 ? undefined : html`<p style="${TEXT}">${facts.map(([label, value]) => html`<span style="color:#586066">${label}:</span> ${value}<br>`)}</p>`}
${action && button(action, accent)}
${more && html`<p style="${TEXT}">${anchor(more, 'color:#191c1e')}</p>`}
${validity === undefined ? undefined : html`<p style="${SMALL}">${validity}</p>`}
<div style="margin:24px 0 0;padding:16px 0 0;border-top:1px solid #e1e2de">
<h2 style="margin:0 0 4px;font-size:16px;line-height:24px;font-weight:650;color:#191c1e">${notYou.heading}</h2>
<p style="${TEXT}">${notYou.body}</p>
${notYou.action && html`<p style="${TEXT}">${anchor(notYou.action, 'color:#191c1e')}</p>`}
${action && html`<p style="${SMALL}">${frame.openInstead}<br><span style="color:#191c1e">${action.href}</span></p>`}
</div>
</div>
<p style="max-width:560px;margin:16px auto 0;padding:0 25px;font-size:14px;line-height:20px;color:#586066">${frame.foot}</p>
</main>
</body>
</html>
`;
  return String(page);
}

/** Opens beside the mail, also where a mail program shows it in a frame. */
function anchor({ label, href }: LetterLink, style: string): HtmlPage {
  return html`<a href="${href}" target="_blank" rel="noopener noreferrer" style="${style}">${label}</a>`;
}

function button(action: LetterLink, { fill, on }: { fill: string; on: string }): HtmlPage {
  const style = `display:inline-block;padding:12px 20px;background:${fill};color:${on};border:1px solid ${on === '#ffffff' ? fill : '#191c1e'};border-radius:8px;font-size:16px;line-height:24px;font-weight:600;text-decoration:none`;
  return html`<p style="margin:8px 0 16px">${anchor(action, style)}</p>`;
}

/** The tenant's colour, and black or white on it, whichever can be read. */
function accentOf(accent: string): { fill: string; on: string } {
  const fill = parseColour(accent) ?? black;
  return { fill: formatColour(fill), on: formatColour(contrastRatio(fill, white) >= LEAST_CONTRAST ? white : black) };
}
