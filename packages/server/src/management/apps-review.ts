import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import { parseScope } from '@xenia/protocol/scope';
import { incompletenessOf } from '../apps/completeness.ts';
import { acceptance, REJECTION, submission } from '../apps/proposal.ts';
import { reviewMails } from '../apps/review-mail.ts';
import { type AppAction, REVIEWED, stateAfter } from '../apps/transitions.ts';
import type { ReviewOutcome } from '../interaction/pages/mail-letter.ts';
import type { AppChange } from '../storage/app-port.ts';
import type { AppRecord } from '../storage/app-records.ts';
import { wholeList } from '../storage/every-page.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { ClientRecord } from '../storage/records.ts';
import { unreviewedScope } from '../tenants/reviewed-scope.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { reaches } from './actor.ts';
import { type AppInformation, assertMayManageApp, describeApp, writeApp } from './apps.ts';
import { approvalInput, type NoteInput, reasonInput } from './apps-contract.ts';
import { parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { forbidden, ManagementError } from './management-error.ts';

type ReviewDeps = Pick<ManagementDeps, 'caller' | 'config' | 'storage' | 'clock' | 'random' | 'sealer'>;

/** `revision`: of the app as whoever decides has seen it; null: whichever. */
interface Decision {
  readonly app_id: string;
  readonly revision: number | null;
}

/** For whoever develops it. Throws ManagementError with everything that is missing, 'conflict' where there is nothing to submit. */
export async function submitApp(
  deps: ReviewDeps,
  tenant: Tenant,
  { app_id, revision }: Decision,
): Promise<AppInformation> {
  const app = await assertMayManageApp(deps, tenant, app_id);
  const state = assertPossible(app, 'submit');
  const clients = await enabledClients(deps, app);
  const problems = incompletenessOf(app, clients);
  if (problems.length > 0) throw new ManagementError('invalid', problems);
  const wanted = clients.flatMap(({ scope }) => parseScope(scope));
  const unreviewed = [...new Set(unreviewedScope(tenant, app, wanted))];
  if (app.state === 'approved' && unreviewed.length === 0) {
    const problem = 'Nothing of it has to be reviewed that is not waiting already.';
    throw new ManagementError('conflict', [{ field: 'state', problem }]);
  }
  const change = { ...submission(app, unreviewed, deps.clock()), state, note: '' };
  return decide(deps, tenant, app, { action: 'submit', outcome: 'submitted', change, revision, note: '' });
}

/** For whoever develops it, as long as nobody has decided. What waited is gone: a new app is a draft again. Throws ManagementError. */
export async function withdrawApp(
  deps: ReviewDeps,
  tenant: Tenant,
  { app_id, revision }: Decision,
): Promise<AppInformation> {
  const app = await assertMayManageApp(deps, tenant, app_id);
  const change = { ...REJECTION, state: assertPossible(app, 'withdraw') };
  return decide(deps, tenant, app, { action: 'withdraw', outcome: 'withdrawn', change, revision, note: '' });
}

/** For an administrator, likewise below. What was submitted comes into force. Throws ManagementError. */
export async function approveApp(
  deps: ReviewDeps,
  tenant: Tenant,
  { app_id, revision }: Decision,
  input: NoteInput,
): Promise<AppInformation> {
  const app = await reviewedApp(deps, tenant, app_id);
  const { note } = parseInput(approvalInput, input);
  const change = { ...acceptance(app), state: assertPossible(app, 'approve'), note };
  return decide(deps, tenant, app, { action: 'approve', outcome: 'approved', change, revision, note });
}

/** With the reason. What was in force before stays so. */
export async function returnApp(
  deps: ReviewDeps,
  tenant: Tenant,
  { app_id, revision }: Decision,
  input: NoteInput,
): Promise<AppInformation> {
  const app = await reviewedApp(deps, tenant, app_id);
  const { note } = parseInput(reasonInput, input);
  const change = { ...REJECTION, state: assertPossible(app, 'return'), note };
  return decide(deps, tenant, app, { action: 'return', outcome: 'returned', change, revision, note });
}

/** With the reason. Nobody can use the app, and its tokens are dead, until it is reinstated. */
export async function suspendApp(
  deps: ReviewDeps,
  tenant: Tenant,
  { app_id, revision }: Decision,
  input: NoteInput,
): Promise<AppInformation> {
  const app = await reviewedApp(deps, tenant, app_id);
  const { note } = parseInput(reasonInput, input);
  const change = { state: assertPossible(app, 'suspend'), note };
  return decide(deps, tenant, app, { action: 'suspend', outcome: 'suspended', change, revision, note });
}

/** Its tokens that have not expired meanwhile live again. */
export async function reinstateApp(
  deps: ReviewDeps,
  tenant: Tenant,
  { app_id, revision }: Decision,
): Promise<AppInformation> {
  const app = await reviewedApp(deps, tenant, app_id);
  const change = { state: assertPossible(app, 'reinstate'), note: '' };
  return decide(deps, tenant, app, { action: 'reinstate', outcome: 'reinstated', change, revision, note: '' });
}

async function reviewedApp(deps: ReviewDeps, tenant: Tenant, app_id: string): Promise<AppRecord> {
  const app = await assertMayManageApp(deps, tenant, app_id);
  if (!reaches(callerOf(deps).role, 'admin')) throw forbidden('Only an administrator can decide on an app.');
  return app;
}

/** Its clients that users can meet. As many as developers made, so that they are all read at once. */
async function enabledClients(deps: ReviewDeps, app: AppRecord): Promise<ClientMetadata[]> {
  const records: ClientRecord[] = await wholeList(
    (page) => deps.storage.apps.clients(app, page),
    ({ client_id }) => client_id,
  );
  return records
    .filter(({ disabled_at }) => disabled_at === null)
    .map(({ metadata }) => JSON.parse(metadata) as ClientMetadata);
}

function assertPossible(app: AppRecord, action: AppAction): AppRecord['state'] {
  const state = stateAfter(app, action);
  if (state !== null) return state;
  const problem =
    app.review_since === null && REVIEWED.includes(action)
      ? 'Nothing of the app waits for a review.'
      : `An app that is ${app.state} cannot be ${PARTICIPLES[action]}.`;
  throw new ManagementError('conflict', [{ field: 'state', problem }]);
}

const PARTICIPLES: Readonly<Record<AppAction, string>> = {
  submit: 'submitted',
  withdraw: 'withdrawn',
  approve: 'approved',
  return: 'returned',
  suspend: 'suspended',
  reinstate: 'reinstated',
};

interface Decided {
  readonly action: AppAction;
  readonly outcome: ReviewOutcome;
  readonly change: AppChange;
  readonly revision: number | null;
  readonly note: string;
}

async function decide(
  deps: ReviewDeps,
  tenant: Tenant,
  app: AppRecord,
  { action, outcome, change, revision, note }: Decided,
): Promise<AppInformation> {
  const mails = await reviewMails(deps, tenant, { app, outcome, message: note });
  const updated = await writeApp(deps, app, { change, revision, mails });
  const details = { app_id: app.app_id, from: app.state, to: updated.state, ...(note === '' ? {} : { note }) };
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: `app.${PARTICIPLES[action]}`, details });
  return describeApp(updated);
}
