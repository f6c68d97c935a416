import { createEventReceiver, type EventReceiver, type ReceivedEvent } from '@xenia/resource-server';
import type { Context } from 'hono';
import type { SampleAppOptions } from '../../sample/options.ts';
import type { Step } from '../../sample/timeline.ts';
import type { StepKind } from './explanations.ts';
import { PARTIES } from './parties.ts';
import type { HalcyonVisit, Uninstalled } from './session.ts';
import { dropInstallation, keepIfActive } from './uninstall.ts';

/** Bytes; a security event token has about a thousand. */
export const LONGEST_NOTICE = 16 * 1024;

type Revocation = Exclude<ReceivedEvent, { type: 'signed_out' }>;

export function openReceiver({ issuer, client_id, clock, fetch }: SampleAppOptions): EventReceiver {
  return createEventReceiver({ issuer, client_id, clock, fetch: (url, init) => fetch(String(url), init ?? {}) });
}

/** RFC 8935 §2: what Xeno posts to Halcyon's `webhook_uri`. `visits`: all that there are. */
export async function takeNotice(
  c: Context,
  options: SampleAppOptions,
  receiver: EventReceiver,
  visits: Iterable<HalcyonVisit>,
): Promise<Response> {
  const request = { contentType: c.req.header('content-type'), body: await c.req.text() };
  const answer = await receiver.receive(request, async (event) => {
    if (event.type === 'signed_out') return;
    for (const visit of visits) await react(options, visit, event);
  });
  return new Response(answer.body === null ? null : JSON.stringify(answer.body), {
    status: answer.status,
    headers: { ...answer.headers, ...(answer.body === null ? {} : { 'content-type': 'application/json' }) },
  });
}

async function react(options: SampleAppOptions, visit: HalcyonVisit, event: Revocation): Promise<void> {
  const { session } = visit;
  if (session?.status !== 'installed' || session.sub !== event.sub) return;
  // It may come late, when its user has installed Halcyon again already.
  if (session.since > event.at) return;
  const step = record(options, visit, event);
  const by = initiator(event.initiating_entity);
  if (event.type === 'uninstalled') dropInstallation(visit, { by, at: event.at });
  // It names what one authorization gave in the issuer's words; the issuer says whether our token was part of that.
  else await keepIfActive(options, visit, session, { by, at: event.at });
  const kept = visit.session === session;
  const summary = `Understood. Halcyon ${kept ? 'keeps its token: it still works.' : 'has thrown its token away.'}`;
  step.answer = { status: 202, summary, parts: [] };
}

/** As the visitor may see it: what was signed, not the signature. */
function record({ app, issuer }: SampleAppOptions, { timeline }: HalcyonVisit, event: Revocation): Step<StepKind> {
  timeline.begin('A message from Xeno');
  const { type, jti, sub, at, initiating_entity } = event;
  const said = [
    ['iss', issuer],
    ['jti', jti],
    ['sub_id', sub],
    ['events', type === 'uninstalled' ? 'tokens-revoked' : 'authorization-revoked'],
    ['initiating_entity', initiating_entity ?? 'not said'],
    ['event_timestamp', String(at)],
  ] as const;
  return timeline.add({
    kind: 'notice',
    channel: 'direct',
    from: PARTIES.issuer,
    to: PARTIES.app,
    request: {
      method: 'POST',
      url: `${app}/webhook`,
      parts: [
        { title: 'Headers', fields: [['content-type', 'application/secevent+jwt']] },
        { title: 'Claims', fields: said },
      ],
    },
    answer: null,
  });
}

function initiator(entity: string | null): Uninstalled['by'] {
  return entity === 'user' || entity === 'admin' ? entity : 'unknown';
}
