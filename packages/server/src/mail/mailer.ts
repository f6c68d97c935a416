import type { Deps } from '../deps.ts';
import { createPoller } from '../outbox/poller.ts';
import type { Storage } from '../storage/port.ts';
import { canMail } from './can-mail.ts';
import { INBOX_PATH } from './dev-inbox.ts';
import { createPostman, type PostmanDeps } from './postman.ts';
import { smtpServer } from './smtp-server.ts';
import { wakingStorage } from './waking-storage.ts';

/** Sends what storage has queued: at least once, until the mail server takes it, refuses it for good, or it is given up. */
export interface Mailer {
  /** Sends everything that is due and not in another process's hands; resolves when all of it is settled. Never rejects. */
  sendDue(): Promise<void>;
  /** The same storage, which has this process send at once what it queues. */
  readonly storage: Storage;
  /** From here on looks by itself for what other processes queued and for what is due again. */
  start(): void;
  /** Takes nothing more; gives the messages under way ten seconds. */
  stop(): Promise<void>;
}

/** Seconds that messages under way get when the process ends. */
const PATIENCE = 10;

/** Without a way to send mail it leaves what is queued to a process that has one. */
export function createMailer(deps: PostmanDeps & Pick<Deps, 'config'>): Mailer {
  const { storage, config, log } = deps;
  if (!canMail(config)) {
    const start = () => log.warn('No mail can be sent: mail.smtpUrl and mail.from are not set');
    return { storage, sendDue: async () => {}, start, stop: async () => {} };
  }
  const hurry = new AbortController();
  const inbox = new URL(INBOX_PATH, config.publicUrl).href;
  const post = { server: smtpServer(config), inbox, hurry: hurry.signal };
  const postman = createPostman(deps, post, () => poller.wake());
  const poller = createPoller(postman, (error) => log.warn({ err: error }, 'mails cannot be read'));
  return {
    storage: wakingStorage(storage, poller.wake),
    sendDue: poller.takeAll,
    start: poller.start,
    async stop() {
      poller.halt();
      const patience = setTimeout(() => hurry.abort(), PATIENCE * 1000);
      await poller.settled();
      clearTimeout(patience);
    },
  };
}
