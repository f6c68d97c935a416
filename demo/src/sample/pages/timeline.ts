import { html } from 'hono/html';
import { type HtmlPage, type IconName, icon } from 'xenia';
import type { Answer, Channel, Chapter, Part, Step } from '../timeline.ts';

export interface Explanation {
  /** What happens. */
  readonly title: string;
  /** Why it is done, and what it protects against. What stands between backticks is a word of the protocol. */
  readonly why: string;
}

/** How an app explains what it does to somebody who has never read an RFC. */
export interface TimelineTexts<Kind extends string> {
  readonly explanations: Readonly<Record<Kind, Explanation>>;
  /** What single parameters, headers and members are for, in a few words. */
  readonly fieldNotes: Readonly<Record<string, string>>;
  /** What a sign-in will be, for somebody who has not begun. */
  readonly preview: readonly (readonly [Channel, Kind])[];
  /** Said before it, where nobody signs in. */
  readonly invitation?: string;
  /** Of steps that the app has no part in: "Out of Papyrus’s sight". */
  readonly unseen: string;
  /** Of requests that it makes itself; "Server to server" unless told. */
  readonly direct?: string;
  /** What the two ways mean here, shown before the first sign-in. */
  readonly legend: readonly { readonly channel: 'browser' | 'direct'; readonly meaning: string }[];
}

const INVITATION =
  'Once you sign in, each request that makes it happen appears here: what was sent, what came back, and why it is done at all.';

const CHANNELS: Readonly<Record<Channel, readonly [IconName, string]>> = {
  browser: ['window', 'Through your browser'],
  direct: ['code', 'Server to server'],
  unseen: ['shield', 'Out of sight'],
};

/** Everything that was sent and answered, the latest chapter first and open. */
export function timelineSection<Kind extends string>(
  chapters: readonly Chapter<Kind>[],
  texts: TimelineTexts<Kind>,
): HtmlPage {
  const newest = chapters.at(-1);
  return html`<section class="timeline" id="timeline" aria-labelledby="timeline-heading">
<div class="timeline-head"><h2 id="timeline-heading">Behind the scenes</h2>
${newest === undefined ? undefined : html`<form method="post" action="/forget"><button class="button quiet">Clear</button></form>`}</div>
${newest === undefined ? preview(texts) : html`<p class="small muted">Every request of this visit, the latest action first. Secrets are shortened.</p>`}
${[...chapters].reverse().map((chapter) => chapterBox(chapter, chapter === newest, texts))}
</section>`;
}

function preview<Kind extends string>(texts: TimelineTexts<Kind>): HtmlPage {
  return html`<div class="sheet"><p>${texts.invitation ?? INVITATION}</p>
<ol class="steps-taken preview">${texts.preview.map(
    ([channel, kind], index) => html`<li class="taken ${channel}">${numberMark(index + 1)}<div class="body">
<p class="title">${texts.explanations[kind].title}</p>${channelLine(channel, texts)}</div></li>`,
  )}</ol>
<ul class="legend">${texts.legend.map(({ channel, meaning }) => html`<li>${icon(CHANNELS[channel][0])}<span><strong>${channel === 'direct' ? (texts.direct ?? CHANNELS.direct[1]) : CHANNELS[channel][1]}:</strong> ${meaning}</span></li>`)}</ul></div>`;
}

function chapterBox<Kind extends string>(
  { number, title, steps }: Chapter<Kind>,
  open: boolean,
  texts: TimelineTexts<Kind>,
): HtmlPage {
  const status = steps.at(-1)?.answer?.status ?? null;
  return html`<details class="chapter" id="chapter-${number}"${open ? html` open` : undefined}><summary><h3>${title}</h3><span class="small muted">${steps.length} ${steps.length === 1 ? 'step' : 'steps'}</span>${status === null || status < 400 ? undefined : statusTag(status)}</summary>
<ol class="steps-taken">${steps.map((step) => stepItem(step, texts))}</ol></details>`;
}

function stepItem<Kind extends string>(step: Step<Kind>, texts: TimelineTexts<Kind>): HtmlPage {
  const { number, kind, channel, from, to, request, answer } = step;
  const { title, why } = texts.explanations[kind];
  return html`<li class="taken ${channel}" id="step-${number}">${numberMark(number)}<div class="body">
<h4 class="title">${title}</h4>
${channelLine(channel, texts, `${from} → ${to}`)}
${request === null ? undefined : html`<p class="wire"><code><b>${request.method}</b> ${breakable(request.url)}</code>${answer?.status ? statusTag(answer.status) : undefined}</p>`}
<p class="why">${withCode(why)}</p>
${request === null ? undefined : exchange(request.parts, answer, { title, fieldNotes: texts.fieldNotes })}
</div></li>`;
}

const numberMark = (number: number): HtmlPage => html`<span class="number" aria-hidden="true">${number}</span>`;

function channelLine(
  channel: Channel,
  { unseen, direct }: Pick<TimelineTexts<never>, 'unseen' | 'direct'>,
  parties?: string,
): HtmlPage {
  const [name, usual] = CHANNELS[channel];
  const words = { browser: usual, direct: direct ?? usual, unseen }[channel];
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

interface ExchangeTexts {
  readonly title: string;
  readonly fieldNotes: Readonly<Record<string, string>>;
}

function exchange(sent: readonly Part[], answer: Answer | null, texts: ExchangeTexts): HtmlPage | undefined {
  const { title, fieldNotes } = texts;
  const answered = answer?.parts ?? [];
  if (sent.length + answered.length === 0 && answer?.summary === undefined) return undefined;
  const label = answered.length === 0 ? 'What was sent' : 'What was sent and answered';
  return html`<details class="exchange"><summary>${label}<span class="visually-hidden">: ${title}</span></summary>
${sent.map((part) => partBox(part, 'Sent', fieldNotes))}
${answered.map((part) => partBox(part, 'Answered', fieldNotes))}
${answer?.summary === undefined ? undefined : html`<p class="outcome"><strong>Answer:</strong> ${answer.summary}</p>`}
</details>`;
}

function partBox(
  { title, fields, omitted = 0 }: Part,
  direction: string,
  notes: Readonly<Record<string, string>>,
): HtmlPage {
  return html`<div class="part"><p class="label">${direction}: ${title.toLowerCase()}</p><dl class="fields">${fields.map(
    ([name, value]) =>
      html`<div><dt>${name === '' ? 'text' : name}</dt><dd><code>${value}</code>${Object.hasOwn(notes, name) ? html`<span class="note">${notes[name]}</span>` : undefined}</dd></div>`,
  )}</dl>${omitted === 0 ? undefined : html`<p class="small muted">and ${omitted} more</p>`}</div>`;
}
