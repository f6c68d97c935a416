import type { Refusal } from '@xenia/protocol/errors';
import type { ErrorKind, ErrorView } from '../interaction/pages/error.ts';

const FORBIDDEN: ReadonlySet<ErrorKind> = new Set(['forbidden', 'app_suspended', 'app_not_approved', 'app_internal']);
const YOURS: ReadonlySet<ErrorKind> = new Set(['expired', 'forbidden', 'app_internal']);

/** A refusal that only a page of our own may show: there is no verified place to send it to. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly kind: ErrorKind;
  readonly status: number;
  readonly whoseMove: ErrorView['whose_move'];
  readonly refusal: Refusal;

  /** `description` is fixed English for the app's developer, without user data. */
  constructor(kind: ErrorKind, description: string, refusal: Refusal) {
    super(description);
    this.kind = kind;
    this.status = FORBIDDEN.has(kind) ? 403 : 400;
    this.whoseMove = YOURS.has(kind) ? 'you' : 'app';
    this.refusal = refusal;
  }
}
