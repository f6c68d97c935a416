import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeAuditEvent } from '../../src/management/audit.ts';
import { type AuditVerification, checkChain } from '../../src/management/audit-chain-check.ts';
import { chainSeal } from '../../src/storage/audit-chain.ts';
import type { AuditEventRecord, AuditHeadRecord } from '../../src/storage/audit-records.ts';
import { aPlace, NOW } from '../storage/records.ts';
import { anEvent, describeWithIntruder, KEY, rechained } from './support.ts';

const EVENTS = 200;
const CALLERS = 40;

describeWithIntruder('the chain of the audit log', (given) => {
  /** A tenant with that many events, one a second. */
  async function aLog(events: number): Promise<string> {
    const { tenant_id } = await aPlace(given().storage);
    for (let i = 1; i <= events; i += 1) {
      const details = JSON.stringify({ b: i, a: 'ä' });
      await given().storage.audit.append(anEvent(tenant_id, NOW + i, { sub: 'ada', details }), KEY);
    }
    return tenant_id;
  }

  const chainOf = (tenant_id: string) => given().other.audit.chain(tenant_id, 0, 1_000);

  async function verify(tenant_id: string, expected?: { seq: number; hash: string }): Promise<AuditVerification> {
    const { head, events } = await chainOf(tenant_id);
    const check = checkChain({ sealKey: KEY, expect: expected });
    for (const event of events) {
      check.take({ ...describeAuditEvent(event), category: event.category, seal: event.seal });
    }
    return check.finish(head);
  }

  const faults = async (tenant_id: string) =>
    (await verify(tenant_id)).findings.map(({ fault, from, to }) => `${fault} ${from}-${to}`);

  const where = (tenant_id: string, seq: number | string) => `WHERE tenant_id = '${tenant_id}' AND seq = ${seq}`;

  async function put(tenant_id: string, events: readonly AuditEventRecord[]) {
    for (const { seq, details, hash, seal } of events) {
      await given().intrude(
        `UPDATE audit_events SET details = '${details}', hash = '${hash}', seal = '${seal}' ${where(tenant_id, seq)}`,
      );
    }
  }

  async function putHead({ tenant_id, seq, hash, seal }: AuditHeadRecord) {
    const sealed = seal === null ? 'NULL' : `'${seal}'`;
    await given().intrude(
      `UPDATE audit_heads SET seq = ${seq}, hash = '${hash}', seal = ${sealed} WHERE tenant_id = '${tenant_id}'`,
    );
  }

  test('events are numbered from 1 and each hash covers the one before, as anybody can compute', async () => {
    const tenant_id = await aLog(3);
    const { head, events } = await chainOf(tenant_id);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    let previous = '';
    for (const { seq, audit_id, at, hash } of events) {
      // RFC 8785 §3.2.3: members in the order of their names.
      const text =
        `{"action":"client.created","actor":"operator","address":null,"at":${at},"audit_id":"${audit_id}",` +
        `"client_id":null,"details":{"a":"ä","b":${seq}},"previous_hash":"${previous}","request_id":null,"seq":${seq},"sub":"ada"}`;
      expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
      previous = hash;
    }
    expect(head).toMatchObject({ seq: 3, hash: previous });
    expect(await verify(tenant_id)).toEqual({
      ...{ whole: true, events: 3, head: { seq: 3, hash: previous }, taken_over: 0, findings: [], more: false },
    });
  });

  test('two servers that append 200 events at the same time make one chain, without a fork or a hole', async () => {
    const { storage, other } = given();
    const { tenant_id } = await aPlace(storage);
    // More than the connections that both have, and no more than are served before one has waited too long.
    const points = await Promise.all(
      Array.from({ length: CALLERS }, async (_, caller) => {
        const each = caller % 2 ? storage : other;
        const written = [];
        for (let i = 0; i < EVENTS / CALLERS; i += 1) {
          const event = anEvent(tenant_id, NOW + (caller % 7), { sub: `user ${caller}.${i}` });
          written.push(await each.audit.append(event, KEY));
        }
        return written;
      }),
    ).then((written) => written.flat());
    expect(points.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS }, (_, i) => i + 1));
    expect(await verify(tenant_id)).toMatchObject({ whole: true, events: EVENTS });
    const { events } = await chainOf(tenant_id);
    expect(new Set(events.map(({ sub }) => sub)).size).toBe(EVENTS);
  });

  test('tenants have a chain each', async () => {
    const [one, another] = [await aLog(2), await aLog(2)];
    await given().intrude(`DELETE FROM audit_events ${where(one, 1)}`);
    expect(await faults(another)).toEqual([]);
  });

  test.each([
    ['actor', `actor = 'user:eve'`],
    ['action', `action = 'client.deleted'`],
    ['category, by which it is found', `category = 'user.'`],
    ['time', 'at = at - 1'],
    ['id', `audit_id = '0'`],
    ['address', `address = '192.0.2.1'`],
    ['request', `request_id = 'XR-0000-0000'`],
    ['subject', 'sub = NULL'],
    ['client', `client_id = 'app'`],
    ['details', `details = '{"a":"ä","b":9}'`],
    ['details, to what is no JSON', `details = '{'`],
  ])('a changed event is found: its %s', async (_, change) => {
    const tenant_id = await aLog(5);
    await given().intrude(`UPDATE audit_events SET ${change} ${where(tenant_id, 3)}`);
    expect(await faults(tenant_id)).toEqual(['changed 3-3']);
  });

  test('a changed hash is found, and with it the event that was chained to it', async () => {
    const tenant_id = await aLog(5);
    await given().intrude(`UPDATE audit_events SET hash = 'x' ${where(tenant_id, 3)}`);
    expect(await faults(tenant_id)).toEqual(['changed 3-4']);
  });

  test('removed events are found', async () => {
    const tenant_id = await aLog(6);
    for (const seq of [3, 4]) await given().intrude(`DELETE FROM audit_events ${where(tenant_id, seq)}`);
    expect(await faults(tenant_id)).toEqual(['missing 3-4']);
  });

  test('a removed first event is found', async () => {
    const tenant_id = await aLog(3);
    await given().intrude(`DELETE FROM audit_events ${where(tenant_id, 1)}`);
    expect(await faults(tenant_id)).toEqual(['missing 1-1']);
  });

  test('an event that was removed, with the numbers behind it closed up, is found', async () => {
    const tenant_id = await aLog(5);
    await given().intrude(`DELETE FROM audit_events ${where(tenant_id, 3)}`);
    for (const seq of [4, 5])
      await given().intrude(`UPDATE audit_events SET seq = ${seq - 1} ${where(tenant_id, seq)}`);
    expect(await faults(tenant_id)).toEqual(['reordered 3-4', 'cut_off 5-5']);
  });

  test('an inserted event is found, though it fits: behind the end, and between others', async () => {
    const tenant_id = await aLog(4);
    const { events } = await chainOf(tenant_id);
    async function insert(seq: number) {
      await given().intrude(
        `INSERT INTO audit_events (tenant_id, audit_id, seq, at, actor, action, category, details)
          VALUES ('${tenant_id}', '00${NOW}_${String(seq).padStart(12, '0')}', ${seq}, ${NOW}, 'user:eve', 'user.', 'user.', '{}')`,
      );
      const added = (await given().storage.audit.chain(tenant_id, seq - 1, 1)).events;
      await put(tenant_id, rechained(added, events[seq - 2]?.hash ?? ''));
    }
    await insert(5);
    expect(await faults(tenant_id)).toEqual(['rewritten 5-5', 'inserted 5-5']);

    await given().intrude(`DELETE FROM audit_events ${where(tenant_id, 5)}`);
    for (const seq of [4, 3])
      await given().intrude(`UPDATE audit_events SET seq = ${seq + 1} ${where(tenant_id, seq)}`);
    await insert(3);
    expect(await faults(tenant_id)).toEqual(['rewritten 3-3', 'reordered 4-5', 'inserted 5-5']);
  });

  test('events that changed places are found', async () => {
    const tenant_id = await aLog(4);
    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const) {
      await given().intrude(`UPDATE audit_events SET seq = ${to} ${where(tenant_id, from)}`);
    }
    expect((await faults(tenant_id))[0]).toBe('reordered 2-3');
  });

  test('a log whose end was cut off is found, however the head is mended by who has no key', async () => {
    const tenant_id = await aLog(5);
    const before = await chainOf(tenant_id);
    await given().intrude(`DELETE FROM audit_events WHERE tenant_id = '${tenant_id}' AND seq > 3`);
    expect(await faults(tenant_id)).toEqual(['cut_off 4-5']);
    const third = before.events[2];
    if (third === undefined) throw new Error('there is no third event');
    // The seal of the event itself is no seal of a head.
    for (const seal of [null, third.seal, before.head?.seal ?? null]) {
      await putHead({ tenant_id, seq: 3, hash: third.hash, seal });
      expect(await faults(tenant_id)).toEqual(['cut_off 4-null']);
    }
    await given().intrude(`DELETE FROM audit_heads WHERE tenant_id = '${tenant_id}'`);
    expect(await faults(tenant_id)).toEqual(['cut_off 4-null']);
  });

  test('the next event of the server vouches for no end that it had not left: it says so, for good', async () => {
    for (const head of ['mended', 'removed'] as const) {
      const tenant_id = await aLog(5);
      const third = (await chainOf(tenant_id)).events[2];
      await given().intrude(`DELETE FROM audit_events WHERE tenant_id = '${tenant_id}' AND seq > 3`);
      if (head === 'mended') await putHead({ tenant_id, seq: 3, hash: third?.hash ?? '', seal: third?.seal ?? null });
      else await given().intrude(`DELETE FROM audit_heads WHERE tenant_id = '${tenant_id}'`);
      for (let i = 0; i < 2; i += 1) await given().storage.audit.append(anEvent(tenant_id, NOW + 60), KEY);
      const { events } = await chainOf(tenant_id);
      expect(events.map(({ action }) => action).slice(3)).toEqual([
        'audit.taken_over',
        'client.created',
        'client.created',
      ]);
      expect(events[3]).toMatchObject({ actor: 'server', details: JSON.stringify({ seq: 3, hash: third?.hash }) });
      expect(await faults(tenant_id)).toEqual(['cut_off 4-4']);
    }
  });

  test('a chain that was rewritten by who has only the database is found by its seals, from where it was', async () => {
    const tenant_id = await aLog(6);
    const { head, events } = await chainOf(tenant_id);
    const rest = events.slice(3).map((event) => ({ ...event, details: '{"b":0}' }));
    const forged = rechained(rest, events[2]?.hash ?? '');
    await put(tenant_id, forged);
    const last = forged.at(-1);
    if (head === null || last === undefined) throw new Error('there is no head');
    await putHead({ ...head, hash: last.hash, seal: last.seal });
    expect(await faults(tenant_id)).toEqual(['rewritten 4-6', 'cut_off 7-null']);
    // Without the seals it is a chain like any other.
    const check = checkChain({ sealKey: null });
    for (const event of (await chainOf(tenant_id)).events) check.take(describeAuditEvent(event));
    expect(check.finish().whole).toBe(true);
    // Later events do not heal it, nor does taking the seals away.
    await given().storage.audit.append(anEvent(tenant_id, NOW + 60), KEY);
    expect((await faults(tenant_id))[0]).toBe('rewritten 4-6');
    await given().intrude(`UPDATE audit_events SET seal = NULL ${where(tenant_id, '5')}`);
    expect((await faults(tenant_id))[0]).toBe('rewritten 4-6');
  });

  test('what an earlier copy of the database brings back is found by the head that was kept elsewhere', async () => {
    const tenant_id = await aLog(3);
    const earlier = await chainOf(tenant_id);
    await given().storage.audit.append(anEvent(tenant_id, NOW + 60), KEY);
    const { head: kept } = await verify(tenant_id);
    if (kept === null || earlier.head === null) throw new Error('there is no head');
    expect(await verify(tenant_id, kept)).toMatchObject({ whole: true });
    await given().intrude(`DELETE FROM audit_events ${where(tenant_id, 4)}`);
    await putHead(earlier.head);
    expect(await verify(tenant_id)).toMatchObject({ whole: true });
    expect(await verify(tenant_id, kept)).toMatchObject({ findings: [{ fault: 'cut_off', from: 4, to: 4 }] });
    // Nor does it help to write others in their place.
    await given().storage.audit.append(anEvent(tenant_id, NOW + 99), KEY);
    expect(await verify(tenant_id, kept)).toMatchObject({ findings: [{ fault: 'unexpected', from: 4, to: 4 }] });
    const first = earlier.events[0];
    expect(await verify(tenant_id, { seq: 1, hash: first?.hash ?? '' })).toMatchObject({ whole: true });
  });

  test('nothing is taken for sealed by another installation, or another tenant', async () => {
    const tenant_id = await aLog(2);
    const { head, events } = await chainOf(tenant_id);
    const check = checkChain({ sealKey: 'another' });
    for (const event of events) check.take({ ...describeAuditEvent(event), seal: event.seal });
    expect(check.finish(head).findings).toEqual([
      { fault: 'rewritten', from: 1, to: 2 },
      { fault: 'cut_off', from: 3, to: null },
    ]);
    expect(chainSeal(KEY, 'event', { seq: 1, hash: 'x' })).not.toBe(chainSeal(KEY, 'head', { seq: 1, hash: 'x' }));
  });
});
