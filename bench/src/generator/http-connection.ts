import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  /** Status line and header fields as received. */
  readonly head: string;
  readonly body: string;
}

/**
 * One kept-alive HTTP/1.1 connection to this machine that sends one request at a time. It does so little that the generator
 * stays faster than the servers: requests come ready-made, answers are read as Latin-1 text (they are all ASCII).
 */
export class HttpConnection {
  readonly #port: number;
  #socket: Socket | null = null;
  #received = '';
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  /** Anew if need be: servers close a connection that was idle for some seconds. */
  async open(): Promise<void> {
    this.#socket?.removeAllListeners().destroy();
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    await once(socket, 'connect');
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
    this.#socket = socket;
  }

  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#waiting !== null || this.#socket?.writable !== true)
        throw new Error('the connection is busy or closed');
      this.#waiting = { resolve, reject };
      this.#socket.write(request, 'latin1');
    });
  }

  #read(chunk: string): void {
    this.#received = this.#received === '' ? chunk : this.#received + chunk;
    const answer = parseAnswer(this.#received);
    if (answer === null) return;
    this.#received = '';
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(answer);
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }
}

/** null while something is missing. */
function parseAnswer(received: string): Answer | null {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = received.slice(0, end + 2);
  const body = received.slice(end + 4);
  const answer = { status: Number(received.slice(9, 12)), head };
  const length = headerOf(head, 'content-length');
  if (length !== null) return body.length < Number(length) ? null : { ...answer, body };
  if (headerOf(head, 'transfer-encoding') === null) return { ...answer, body: '' };
  return body.endsWith('0\r\n\r\n') ? { ...answer, body: unchunk(body) } : null;
}

export function headerOf(head: string, name: string): string | null {
  const lower = head.toLowerCase();
  const at = lower.indexOf(`\r\n${name}:`);
  if (at === -1) return null;
  const start = at + name.length + 3;
  return head.slice(start, head.indexOf('\r\n', start)).trim();
}

function unchunk(body: string): string {
  let text = '';
  let at = 0;
  while (at < body.length) {
    const line = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.slice(at, line), 16);
    if (!(size > 0)) break;
    text += body.slice(line + 2, line + 2 + size);
    at = line + 4 + size;
  }
  return text;
}
