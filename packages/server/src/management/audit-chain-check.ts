import {
  CHAIN_START,
  type ChainedEvent,
  categoryOf,
  chainSeal,
  eventHash,
  TAKEN_OVER,
} from '../storage/audit-chain.ts';
import type { ChainPoint } from '../storage/audit-port.ts';
import type { AuditHeadRecord } from '../storage/audit-records.ts';

/**
 * What can be wrong with a chain.
 * `changed`: its hash is not that of what it says. `missing`: not there, though later ones are. `inserted`: one more than there was.
 * `reordered`: at another place than it was. `rewritten`: whole in itself, but not written by the server. `cut_off`: events at the end
 * are gone, or may be, because the end is not the one that the server left. `unexpected`: not what was expected there.
 */
export const AUDIT_FAULTS = [
  'changed',
  'missing',
  'inserted',
  'reordered',
  'rewritten',
  'cut_off',
  'unexpected',
] as const;

/** `from` and `to`: the events, by seq; `to` null: nobody knows how many. */
export interface AuditFinding {
  fault: (typeof AUDIT_FAULTS)[number];
  from: number;
  to: number | null;
}

export interface AuditVerification {
  whole: boolean;
  /** How many events were looked at. */
  events: number;
  /** The newest one that is there; null: there is none. To be kept elsewhere, and expected the next time. */
  head: ChainPoint | null;
  /** Events up to this one were there before the server began to chain them, and were taken over as they were found; 0: none. */
  taken_over: number;
  findings: AuditFinding[];
  /** There is more that is wrong. */
  more: boolean;
}

/** `category` and `seal`: only as they are stored. */
export type EventToCheck = ChainedEvent & { hash: string; category?: string; seal?: string | null };

export interface ChainCheckOptions {
  /** What the first event must follow; the start of the log if left out. */
  after?: ChainPoint | undefined;
  /** What must stand at its place: a head that was kept elsewhere. */
  expect?: ChainPoint | undefined;
  /** The tenant's (record-event.ts), where the events have their seals; null: only that the chain is whole in itself can be known. */
  sealKey: string | null;
}

export interface ChainCheck {
  /** The next event, in the order in which they stand. */
  take(event: EventToCheck): void;
  /** After the last one. `head`: as it is stored; undefined: there is none to compare with. */
  finish(head?: AuditHeadRecord | null): AuditVerification;
}

/** Enough to see what happened. */
const MAX_FINDINGS = 100;

interface State {
  readonly options: ChainCheckOptions;
  readonly findings: AuditFinding[];
  events: number;
  last: ChainPoint;
  /** The event before is missing: what this one was chained to is not known. */
  unknown: boolean;
  takenOver: number;
  sealed: boolean;
  /** The hash where one was expected. */
  found: string | null;
  more: boolean;
}

/** Reads a chain once, in any length, and tells what is wrong with it. */
export function checkChain(options: ChainCheckOptions): ChainCheck {
  const last = options.after ?? CHAIN_START;
  const state: State = {
    ...{
      options,
      findings: [],
      events: 0,
      last,
      unknown: false,
      takenOver: 0,
      sealed: false,
      found: null,
      more: false,
    },
  };
  return {
    take: (event) => takeEvent(state, event),
    finish(head) {
      if (head !== undefined) compareHead(state, head);
      compareExpected(state, head ?? null);
      const { findings, events, takenOver: taken_over, more } = state;
      const point = { seq: state.last.seq, hash: state.last.hash };
      return {
        ...{ whole: findings.length === 0, events, head: point.seq === 0 ? null : point, taken_over },
        ...{ findings, more },
      };
    },
  };
}

function takeEvent(state: State, event: EventToCheck): void {
  state.events += 1;
  const expected = state.last.seq + 1;
  if (event.seq < expected) {
    note(state, takeFromMissing(state, event.seq) ? 'reordered' : 'inserted', event.seq);
    return;
  }
  if (event.seq > expected) {
    note(state, 'missing', expected, event.seq - 1);
    state.unknown = true;
  }
  const fault = faultOf(state, event);
  if (fault !== null) note(state, fault, event.seq);
  if (event.seq === state.options.expect?.seq) state.found = event.hash;
  state.last = { seq: event.seq, hash: event.hash };
  state.unknown = false;
}

/** One fault of an event, the most telling first. */
function faultOf(state: State, event: EventToCheck): AuditFinding['fault'] | null {
  const { category = categoryOf(event.action), seal } = event;
  const sealFault = sealFaultOf(state, event, seal ?? null);
  const chained = state.unknown || eventHash(event, state.last.hash) === event.hash;
  if (!chained || category !== categoryOf(event.action)) {
    const place = /_(\d{12})$/.exec(event.audit_id)?.[1];
    return place !== undefined && Number(place) !== event.seq ? 'reordered' : 'changed';
  }
  return sealFault;
}

function sealFaultOf(state: State, event: EventToCheck, seal: string | null): AuditFinding['fault'] | null {
  const { sealKey } = state.options;
  if (sealKey === null) return null;
  if (seal === null && !state.sealed) {
    state.takenOver = event.seq;
    return null;
  }
  const first = !state.sealed;
  state.sealed = true;
  if (seal !== chainSeal(sealKey, 'event', event)) return 'rewritten';
  // The server found an end that it had not left, and began anew from there.
  return event.action === TAKEN_OVER && !first ? 'cut_off' : null;
}

function compareHead(state: State, head: AuditHeadRecord | null): void {
  const { last, options, takenOver } = state;
  if (head === null) {
    if (last.seq > 0) note(state, 'cut_off', last.seq + 1, null);
    return;
  }
  if (head.seq < last.seq) note(state, 'inserted', head.seq + 1, last.seq);
  if (head.seq > last.seq) note(state, 'cut_off', last.seq + 1, head.seq);
  if (head.seq === 0) return;
  const moved = head.seq === last.seq && head.hash !== last.hash;
  const neverSealed = head.seal === null && takenOver === last.seq;
  const sealed = options.sealKey === null || head.seal === chainSeal(options.sealKey, 'head', head);
  if (moved || !(sealed || neverSealed)) note(state, 'cut_off', last.seq + 1, null);
}

function compareExpected(state: State, head: AuditHeadRecord | null): void {
  const { expect } = state.options;
  if (expect === undefined) return;
  if (expect.seq > state.last.seq) {
    if ((head?.seq ?? 0) < expect.seq) note(state, 'cut_off', state.last.seq + 1, expect.seq);
  } else if (state.found !== null && state.found !== expect.hash) {
    note(state, 'unexpected', expect.seq);
  }
}

/** Joins what follows each other. */
function note(state: State, fault: AuditFinding['fault'], from: number, to: number | null = from): void {
  const last = state.findings.at(-1);
  if (last?.fault === fault && last.to === from - 1) last.to = to;
  else if (state.findings.length < MAX_FINDINGS) state.findings.push({ fault, from, to });
  else state.more = true;
}

/** Whether it was thought to be missing; it is not any more. */
function takeFromMissing({ findings }: State, seq: number): boolean {
  const index = findings.findIndex(
    ({ fault, from, to }) => fault === 'missing' && from <= seq && to !== null && seq <= to,
  );
  const gap = findings[index];
  if (gap === undefined || gap.to === null) return false;
  const rest: AuditFinding[] = [
    { fault: 'missing', from: gap.from, to: seq - 1 },
    { fault: 'missing', from: seq + 1, to: gap.to },
  ];
  findings.splice(index, 1, ...rest.filter(({ from, to }) => to === null || from <= to));
  return true;
}
