import { html } from 'hono/html';
import { type HtmlPage, type IconName, icon } from 'xenia';
import { EXPLANATIONS, FIELD_NOTES } from '../explanations.ts';
import type { Answer, Channel, Chapter, Part, Step, StepKind } from '../timeline.ts';

const CHANNELS: Readonly<Record<Channel, readonly [IconName, string]>> = {
  browser: ['window', 'Through your browser'],
  direct: ['code', 'Server to server'],
  unseen: ['shield', 'Out of Papyrus’s sight'],
};

/** What a sign-in will be, for somebody who has not begun. */
const PREVIEW: readonly (readonly [Channel, StepKind])[] = [
  ['direct', 'discovery'],
  ['browser', 'authorization'],
  ['unseen', 'at_issuer'],
  ['browser', 'callback'],
  ['direct', 'code_exchange'],
  ['direct', 'keys'],
  ['direct', 'userinfo'],
];

/** Everything that was sent and answered, the latest chapter first and open. */
export function timelineSection(chapters: readonly Chapter[]): HtmlPage {
  const newest = chapters.at(-1);
  return html`<section class="timeline" id="timeline" aria-labelledby="timeline-heading">
<div class="timeline-head"><h2 id="timeline-heading">Behind the scenes</h2>
${newest === undefined ? undefined : html`<form method="post" action="/forget"><button class="button quiet">Clear</button></form>`}</div>
${newest === undefined ? preview() : html`<p class="small muted">Every request of this visit, the latest action first. Secrets are shortened.</p>`}
${[...chapters].reverse().map((chapter) => chapterBox(chapter, chapter === newest))}
</section>`;
}

function preview(): HtmlPage {
  return html`<div class="sheet"><p>Once you sign in, each request that makes it happen appears here: what was sent, what came back, and why it is done at all.</p>
<ol class="steps-taken preview">${PREVIEW.map(
    ([channel, kind], index) => html`<li class="taken ${channel}">${numberMark(index + 1)}<div class="body">
<p class="title">${EXPLANATIONS[kind].title}</p>${channelLine(channel)}</div></li>`,
  )}</ol>
<ul class="legend"><li>${icon('window')}<span><strong>Through your browser:</strong> whatever runs there could read it, so nothing that travels here opens a door by itself.</span></li>
<li>${icon('code')}<span><strong>Server to server:</strong> only the two of them see it. Secrets and tokens travel here.</span></li></ul></div>`;
}

function chapterBox({ number, title, steps }: Chapter, open: boolean): HtmlPage {
  const status = steps.at(-1)?.answer?.status ?? null;
  return html`<details class="chapter" id="chapter-${number}"${open ? html` open` : undefined}><summary><h3>${title}</h3><span class="small muted">${steps.length} ${steps.length === 1 ? 'step' : 'steps'}</span>${status === null || status < 400 ? undefined : statusTag(status)}</summary>
<ol class="steps-taken">${steps.map(stepItem)}</ol></details>`;
}

function stepItem({ number, kind, channel, from, to, request, answer }: Step): HtmlPage {
  const { title, why } = EXPLANATIONS[kind];
  return html`<li class="taken ${channel}" id="step-${number}">${numberMark(number)}<div class="body">
<h4 class="title">${title}</h4>
${channelLine(channel, `${from} → ${to}`)}
${request === null ? undefined : html`<p class="wire"><code><b>${request.method}</b> ${breakable(request.url)}</code>${answer?.status ? statusTag(answer.status) : undefined}</p>`}
<p class="why">${withCode(why)}</p>
${request === null ? undefined : exchange(request.parts, answer, title)}
</div></li>`;
}

const numberMark = (number: number): HtmlPage => html`<span class="number" aria-hidden="true">${number}</span>`;

function channelLine(channel: Channel, parties?: string): HtmlPage {
  const [name, words] = CHANNELS[channel];
  return html`<p class="route small">${icon(name)}<span>${words}${parties === undefined ? undefined : html`<span class="parties">${parties}</span>`}</span></p>`;
}

/** A long URL breaks before its slashes. */
function breakable(url: string): HtmlPage {
  const [scheme = '', rest = ''] = url.split('//', 2);
  return html`${scheme}//${rest.split('/').map((part, index) => (index === 0 ? part : html`<wbr>/${part}`))}`;
}

function withCode(text: string): HtmlPage {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function statusTag(status: number): HtmlPage {
  return html`<span class="status ${status < 400 ? 'good' : 'bad'}"><span class="visually-hidden">answered </span>${status}</span>`;
}

function exchange(sent: readonly Part[], answer: Answer | null, title: string): HtmlPage | undefined {
  const answered = answer?.parts ?? [];
  if (sent.length + answered.length === 0 && answer?.summary === undefined) return undefined;
  const label = answered.length === 0 ? 'What was sent' : 'What was sent and answered';
  return html`<details class="exchange"><summary>${label}<span class="visually-hidden">: ${title}</span></summary>
${sent.map((part) => partBox(part, 'Sent'))}
${answered.map((part) => partBox(part, 'Answered'))}
${answer?.summary === undefined ? undefined : html`<p class="outcome"><strong>Answer:</strong> ${answer.summary}</p>`}
</details>`;
}

function partBox({ title, fields, omitted = 0 }: Part, direction: string): HtmlPage {
  return html`<div class="part"><p class="label">${direction}: ${title.toLowerCase()}</p><dl class="fields">${fields.map(
    ([name, value]) =>
      html`<div><dt>${name === '' ? 'text' : name}</dt><dd><code>${value}</code>${FIELD_NOTES[name] === undefined ? undefined : html`<span class="note">${FIELD_NOTES[name]}</span>`}</dd></div>`,
  )}</dl>${omitted === 0 ? undefined : html`<p class="small muted">and ${omitted} more</p>`}</div>`;
}
