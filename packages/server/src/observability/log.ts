import { type ChildLoggerOptions, type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../config/schema.ts';
import { prettyLine } from './pretty.ts';
import { maskSecrets, redact } from './redaction.ts';

/**
 * JSON lines (to standard output unless `destination` says otherwise). Values of members that carry secrets are
 * masked by name, and whatever still looks like a token by its shape. JSON escapes control characters, so nothing in a message
 * can forge a line.
 */
export function createLog(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    messageKey: 'message',
    errorKey: 'error',
    // `redact` has described the error already.
    serializers: { error: (error: unknown) => error },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: ({ err, ...members }: Record<string, unknown>) =>
        redact(err === undefined ? members : { ...members, error: err }) as Record<string, unknown>,
    },
    hooks: { streamWrite: maskSecrets },
  };
  const log: Logger = destination === undefined ? pino(options) : pino(options, destination);
  // pino asks its formatters about a line's own members, not about those that a child brings; children inherit this.
  const child: (bindings: object, options?: ChildLoggerOptions) => Logger = log.child;
  return Object.assign(log, {
    child(this: Logger, bindings: object, options?: ChildLoggerOptions): Logger {
      return child.call(this, redact(bindings) as object, options);
    },
  });
}

/** Short lines for a person at a terminal, made from the JSON ones. */
export function prettyDestination(output: { write(text: string): unknown }, colours: boolean): DestinationStream {
  return { write: (line) => void output.write(`${prettyLine(line, colours)}\n`) };
}
