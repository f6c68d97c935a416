import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import type { Conversation, Desk, Faq, Message } from '../session.ts';

/** What the API answered, made into a help desk. `client_id`: Halcyon's own, to know its words by. */
export function helpDesk({ widgets, faqs, conversations }: Desk, client_id: string): HtmlPage {
  const widget = widgets?.[0];
  return html`<div class="messenger">
<div class="messenger-head"><p class="brand-name">${widget?.brand ?? 'Your customers'}</p>${widget === undefined ? undefined : html`<p class="small">${widget.greeting}</p>`}</div>
${conversations === undefined ? html`<p class="left-out">You did not allow Halcyon to read your conversations.</p>` : conversations.map((one) => conversation(one, client_id))}
${faqs === undefined ? undefined : questions(faqs)}
</div>`;
}

function conversation({ conversation_id, customer, messages }: Conversation, client_id: string): HtmlPage {
  const field = `text-${conversation_id}`;
  return html`<section class="conversation" aria-labelledby="with-${conversation_id}">
<h3 class="customer" id="with-${conversation_id}"><span class="face" aria-hidden="true">${customer.slice(0, 1)}</span>${customer}</h3>
<ol class="messages">${messages.map((one) => bubble(one, client_id))}</ol>
<form method="post" action="/reply" class="reply"><input type="hidden" name="conversation_id" value="${conversation_id}"><label class="visually-hidden" for="${field}">Answer ${customer}</label><input id="${field}" name="text" maxlength="280" placeholder="Answer ${customer} …" autocomplete="off"><button class="button primary send">${icon('arrow')}<span class="visually-hidden">Send to ${customer}</span></button></form>
</section>`;
}

function bubble({ from, text, written_by }: Message, client_id: string): HtmlPage {
  if (from === 'customer') return html`<li class="said theirs">${text}</li>`;
  const by = written_by === client_id ? 'Halcyon, for you' : written_by === null ? 'you' : 'another app, for you';
  return html`<li class="said ours">${text}<span class="by">${by}</span></li>`;
}

function questions(faqs: readonly Faq[]): HtmlPage {
  return html`<div class="at-hand"><h3 class="label">Answers at hand</h3>${faqs.map(
    ({ question, answer }) => html`<details class="faq"><summary>${question}</summary><p>${answer}</p></details>`,
  )}</div>`;
}
