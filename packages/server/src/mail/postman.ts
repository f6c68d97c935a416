import type { Deps } from '../deps.ts';
import { pauseAfter } from '../outbox/pause.ts';
import type { Work } from '../outbox/poller.ts';
import type { MailRecord } from '../storage/account-records.ts';
import { type MailMessage, openMail } from './message.ts';
import { SENDING_TIME, SmtpError, sendBySmtp } from './smtp.ts';
import type { SmtpServer } from './smtp-server.ts';

export type PostmanDeps = Pick<Deps, 'storage' | 'sealer' | 'clock' | 'random' | 'log'>;

/** Seconds for which what was taken is nobody else's; if this process dies meanwhile, another one sends it after that. */
const LEASE = 2 * SENDING_TIME;
/** Connections to the mail server at the same time. */
const WIDTH = 4;
/** Seconds to wait after the first, second, … attempt that failed. */
const SCHEDULE = [60, 300, 1800, 2 * 3600, 6 * 3600, 24 * 3600] as const;

type Attempt =
  | { outcome: 'sent' }
  | { outcome: 'kept'; inbox: string }
  | { outcome: 'failed'; reason: string; final: boolean };

/** How mails leave. */
export interface Post {
  /** null: they stay in the inbox of development. */
  readonly server: SmtpServer | null;
  /** The URL of that. */
  readonly inbox: string;
  /** Ends what is under way. */
  readonly hurry: AbortSignal;
}

/** Takes mails that are due and posts them, some at a time. `roomAgain` is called when one more could be taken. */
export function createPostman(deps: PostmanDeps, post: Post, roomAgain: () => void): Work {
  const underWay = new Set<Promise<void>>();
  let passedOver = false;
  return {
    underWay,
    async take() {
      const now = deps.clock();
      const limit = WIDTH - underWay.size;
      passedOver = limit <= 0;
      if (passedOver) return 'enough';
      const taken = await deps.storage.mails.claim(now + LEASE, limit, now);
      for (const mail of taken) {
        const work = send(deps, post, mail).then(() => {
          underWay.delete(work);
          if (passedOver) roomAgain();
        });
        underWay.add(work);
      }
      return taken.length === limit ? 'more' : 'enough';
    },
  };
}

async function send(deps: PostmanDeps, post: Post, mail: MailRecord): Promise<void> {
  try {
    const message = openMail(deps, mail);
    await settle(deps, mail, message?.template ?? null, await attempt(deps, post, { mail, message }));
  } catch (error) {
    // It is due again when the lease is over.
    deps.log.warn({ err: error, mail_id: mail.mail_id }, 'a mail could not be settled');
  }
}

async function attempt(
  deps: PostmanDeps,
  { server, inbox, hurry }: Post,
  { mail, message }: { mail: MailRecord; message: MailMessage | null },
): Promise<Attempt> {
  if (message === null) return failed('It was sealed with another master key.', true);
  if (message.link_expires_at !== null && message.link_expires_at <= deps.clock()) {
    return failed('Its link has expired meanwhile.', true);
  }
  if (server === null) return { outcome: 'kept', inbox };
  try {
    await sendBySmtp(server, message, { mail_id: mail.mail_id, at: mail.created_at }, hurry);
    return { outcome: 'sent' };
  } catch (error) {
    if (error instanceof SmtpError) return failed(error.message, error.final);
    deps.log.error({ err: error, mail_id: mail.mail_id }, 'a mail could not be made');
    return failed('It could not be made; the log of the server says why.', false);
  }
}

const failed = (reason: string, final: boolean): Attempt => ({ outcome: 'failed', reason, final });

async function settle(deps: PostmanDeps, mail: MailRecord, template: string | null, result: Attempt): Promise<void> {
  const { tenant_id, mail_id, attempts } = mail;
  // Neither the recipient nor anything else of what it says.
  const facts = { tenant_id, mail_id, template, attempts };
  const now = deps.clock();
  if (result.outcome !== 'failed') {
    await deps.storage.mails.settle(mail, { next_attempt_at: null, sent_at: now, last_error: null });
    if (result.outcome === 'sent') deps.log.info({ event: 'mail_sent', ...facts }, 'mail sent');
    else deps.log.info({ event: 'mail_kept', ...facts, inbox: result.inbox }, 'mail is in the inbox');
    return;
  }
  const { reason } = result;
  const pause = result.final ? null : pauseAfter(SCHEDULE, attempts, deps.random);
  const next_attempt_at = pause === null ? null : now + pause;
  await deps.storage.mails.settle(mail, { next_attempt_at, sent_at: null, last_error: reason });
  const [event, words] = pause === null ? ['mail_given_up', 'mail given up'] : ['mail_failed', 'mail not sent'];
  deps.log.warn({ event, ...facts, reason }, words);
}
