import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import type { Books } from '../read-books.ts';

const amount = new Intl.NumberFormat('en', { minimumFractionDigits: 2 });

/** What the API answered, as a bookkeeper would write it. `app`: the app's own name. */
export function booksSection({ user, companies }: Books, app: string): HtmlPage {
  return html`<p class="small muted">Xena answered for <strong>${user ?? 'somebody'}</strong> and <strong>${app}</strong>: both stand in the access token.</p>
${companies.length === 0 ? html`<p class="empty">No company has been entrusted to you yet. The demo user has two.</p>` : undefined}
${companies.map(companyLedger)}`;
}

function companyLedger(company: Books['companies'][number]): HtmlPage {
  const { Id, CompanyName, Role, FiscalYear, VatPeriod, Currency, Accounts, Result } = company;
  return html`<article class="ledger" aria-labelledby="company-${Id}"><header><h3 id="company-${Id}">${CompanyName}</h3>
<p class="small muted">${Role} · ${FiscalYear} · VAT ${VatPeriod.toLowerCase()} · ${Currency}</p></header>
<table><caption class="visually-hidden">Accounts of ${CompanyName}, ${FiscalYear}, in ${Currency}</caption>
<thead><tr><th scope="col">No.</th><th scope="col">Account</th><th scope="col" class="sum">Balance</th></tr></thead>
<tbody>${Accounts.map(({ Number: number, Name, Balance }) => html`<tr><td class="number">${number}</td><th scope="row">${Name}</th>${balance(Balance)}</tr>`)}</tbody>
<tfoot><tr><th scope="row" colspan="2">Result</th>${balance(Result)}</tr></tfoot></table></article>`;
}

function balance(value: number): HtmlPage {
  const text = amount.format(value).replace('-', '−');
  return html`<td class="sum${value < 0 ? ' debit' : ''}">${text}</td>`;
}
