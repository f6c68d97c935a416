import { html } from 'hono/html';
import { encode } from 'uqr';
import type { HtmlPage } from './html-page.ts';

/** Modules of white on each side, without which readers do not find the symbol (ISO/IEC 18004 §6.3.8). */
const QUIET_ZONE = 4;

/**
 * A QR code as a drawing that needs neither script nor image file. Dark on white whatever the page's colours are: many readers do not
 * know a symbol whose colours are reversed. `label` is for who does not see it.
 */
export function qrCode(text: string, label: string): HtmlPage {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
<rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${data.map(darkRuns).join('')}"/></svg>`;
}

/** The dark modules of row `y`, each run of them as one rectangle. */
function darkRuns(row: readonly boolean[], y: number): string {
  const runs = [
    ...row
      .map((dark) => (dark ? '1' : '0'))
      .join('')
      .matchAll(/1+/g),
  ];
  return runs.map(({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`).join('');
}
