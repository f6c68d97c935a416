import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import type { Invoice } from '../session.ts';

const rupiah = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'IDR',
  currencyDisplay: 'narrowSymbol',
  maximumFractionDigits: 0,
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export const money = (amount: number): string => rupiah.format(amount);

/** What is open and what was paid, of the invoices that the API answered. */
export function totals(invoices: readonly Invoice[]): HtmlPage {
  const sum = (status: Invoice['status']) =>
    invoices.filter((invoice) => invoice.status === status).reduce((total, { amount }) => total + amount, 0);
  return html`<dl class="totals"><div class="open"><dt>Waiting for payment</dt><dd>${money(sum('PENDING'))}</dd></div><div><dt>Paid</dt><dd>${money(sum('PAID'))}</dd></div></dl>`;
}

/** `client_id`: Obol's own. */
export function invoiceList(invoices: readonly Invoice[], client_id: string): HtmlPage {
  if (invoices.length === 0) {
    return html`<p class="muted">The API answered: there are no invoices yet. Create the first one below.</p>`;
  }
  return html`<ul class="invoices" aria-label="Your invoices">${invoices.map(
    ({ id, description, amount, status, created_at, created_by }) => {
      const created = new Date(created_at * 1000);
      return html`<li><span class="what">${description}</span><span class="amount">${money(amount)}</span>
<span class="about small muted"><code>${id}</code> <time datetime="${created.toISOString()}">${day.format(created)}</time> <span>${author(created_by, client_id)}</span></span>${statusPill(status)}</li>`;
    },
  )}</ul>`;
}

export function statusPill(status: Invoice['status']): HtmlPage {
  return status === 'PAID'
    ? html`<span class="pill paid">${icon('check')}Paid</span>`
    : html`<span class="pill">${icon('clock')}Open</span>`;
}

function author(created_by: string | null, client_id: string): string {
  if (created_by === null) return 'by you';
  return created_by === client_id ? 'by Obol, for you' : 'by another app, for you';
}
