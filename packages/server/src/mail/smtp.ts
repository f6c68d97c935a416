import type { EventEmitter } from 'node:events';
import type { NodemailerError } from 'nodemailer/lib/errors';
import { assertHeaders, type MailMessage } from './message.ts';
import type { SmtpServer } from './smtp-server.ts';

/** What makes a copy of the message recognisable, however often it is sent. */
export interface Stamp {
  readonly mail_id: string;
  /** NumericDate */
  readonly at: number;
}

export interface Receipt {
  /** What the server said to the message. */
  readonly response: string;
  readonly encrypted: boolean;
}

/** The message was not taken, in words that may be logged: they name neither the recipient nor what the server said of them. */
export class SmtpError extends Error {
  override readonly name = 'SmtpError';
  /** Sending it again would change nothing. */
  readonly final: boolean;
  /** The server's own words, for whoever asked for this one mail. */
  readonly response: string | null;
  constructor(reason: string, { final = false, response = null }: { final?: boolean; response?: string | null } = {}) {
    super(reason);
    this.final = final;
    this.response = response;
  }
}

/** Seconds for one message, from the look-up of the name to the last answer. */
export const SENDING_TIME = 30;

/** Hands one message to the server. Throws SmtpError, also when `hurry` aborts it. */
export async function sendBySmtp(
  server: SmtpServer,
  message: MailMessage,
  stamp: Stamp,
  hurry?: AbortSignal,
): Promise<Receipt> {
  const { envelope, source } = await buildMime(server, message, stamp);
  const connection = await connectionTo(server);
  const { step, end } = conversation(connection, hurry);
  try {
    await step<never>((done) => connection.connect(done));
    const { auth } = server;
    if (auth !== null) await step<boolean>((done) => connection.login({ ...auth }, done));
    const sent = await step<{ response: string }>((done) => connection.send(envelope, source, done));
    const encrypted = connection.secure;
    connection.quit();
    return { response: sent?.response ?? '', encrypted };
  } catch (error) {
    connection.close();
    throw explain(error);
  } finally {
    end();
  }
}

/** Loaded only where mail is sent. */
async function connectionTo({ host, port, implicitTls, requireTls, anyCertificate }: SmtpServer) {
  const { default: SmtpConnection } = await import('nodemailer/lib/smtp-connection');
  const milliseconds = SENDING_TIME * 1000;
  return new SmtpConnection({
    host,
    port,
    secure: implicitTls,
    requireTLS: requireTls,
    tls: { rejectUnauthorized: !anyCertificate },
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    socketCloseTimeout: 1000,
  });
}

type Done<R> = (error?: Error | null, result?: R) => void;

/** Steps of one connection, each of which also ends when the connection, its time or the patience of `hurry` does. */
function conversation(connection: EventEmitter, hurry: AbortSignal | undefined) {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  // For as long as it lives: an error that nobody listens for would end the process.
  connection.on('error', broken.reject);
  connection.once('end', () => broken.reject(new SmtpError('The mail server closed the connection.')));
  const deadline = setTimeout(() => broken.reject(timedOut()), SENDING_TIME * 1000);
  const interrupt = () => broken.reject(new SmtpError('Xenia was stopped meanwhile.'));
  hurry?.addEventListener('abort', interrupt, { once: true });
  return {
    step<R>(run: (done: Done<R>) => void): Promise<R | undefined> {
      const { promise, resolve, reject } = Promise.withResolvers<R | undefined>();
      run((error, result) => (error ? reject(error) : resolve(result)));
      return Promise.race([broken.promise, promise]);
    },
    end() {
      clearTimeout(deadline);
      hurry?.removeEventListener('abort', interrupt);
    },
  };
}

async function buildMime({ from }: SmtpServer, message: MailMessage, { mail_id, at }: Stamp) {
  // Once more where headers are written, whatever the message went through.
  assertHeaders(message);
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const mime = new MailComposer({
    from: { name: message.from_name, address: from },
    to: { name: '', address: message.to },
    subject: message.subject,
    date: new Date(at * 1000),
    // The same at every attempt, so that a mailbox can tell a copy (RFC 5322 §3.6.4).
    messageId: `<${mail_id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    headers: {
      // RFC 3834 §5: keeps out-of-office replies away.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': message.lang,
    },
    text: message.text,
    html: message.html,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from: sender, to: recipients } = mime.getEnvelope();
  return { envelope: { from: sender, to: recipients }, source: await mime.build() };
}

const timedOut = () => new SmtpError('The mail server did not answer in time.');

/** The server wants other credentials or TLS, not another message. */
const OPERATORS_MATTER = [530, 534, 535, 538];

function explain(error: unknown): SmtpError {
  if (error instanceof SmtpError) return error;
  const { code, command = '', responseCode, response = '', permanent } = error as NodemailerError;
  if (code === 'EAUTH') {
    return new SmtpError(`The mail server refused the credentials${answered(responseCode, response)}.`, { response });
  }
  if (responseCode === undefined || command === 'STARTTLS') return unconnected(error as NodemailerError);
  // A refusal of the recipient or the content stays one; what is refused before that is for the operator to mend meanwhile.
  const ofMessage = command === 'RCPT TO' || command === 'DATA';
  const final = permanent === true && ofMessage && !OPERATORS_MATTER.includes(responseCode);
  return new SmtpError(`The mail server refused ${whatOf(command)}${answered(responseCode, response)}.`, {
    final,
    response,
  });
}

/** Why no connection came about on which a mail could have been sent. */
function unconnected({ code, command, originalCode }: NodemailerError): SmtpError {
  if (code === 'ETIMEDOUT') return timedOut();
  if (code === 'EDNS') return new SmtpError('The name of the mail server cannot be looked up.');
  if (command === 'STARTTLS') {
    return new SmtpError('The mail server offers no encryption (STARTTLS), and nothing is sent without.');
  }
  if (code === 'EPROTOCOL') return new SmtpError('It does not answer like a mail server.');
  const detail = originalCode ?? code ?? 'broken connection';
  if (/CERT|SIGNED|UNABLE_TO_|ERR_TLS/.test(detail)) {
    return new SmtpError(`The certificate of the mail server is not to be trusted (${detail}).`);
  }
  if (/SSL|EPROTO|ETLS/.test(detail)) return new SmtpError(`No encrypted connection came about (${detail}).`);
  return new SmtpError(`The mail server cannot be reached (${detail}).`);
}

function whatOf(command: string): string {
  if (command === 'RCPT TO') return 'the recipient';
  if (command === 'MAIL FROM') return 'the sender';
  return command === 'DATA' ? 'the message' : 'the connection';
}

/** Only the codes (RFC 5321 §4.2, RFC 3463): the words often repeat the recipient's address. */
function answered(responseCode: number | undefined, response: string): string {
  const [, enhanced] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  return responseCode === undefined ? '' : `: ${[responseCode, enhanced].filter(Boolean).join(' ')}`;
}
