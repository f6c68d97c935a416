import type { AppTermsRecord } from '../storage/app-records.ts';
import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { assertMayManageApp, unknownApp } from './apps.ts';
import { type NewTermsInput, newTerms } from './apps-contract.ts';
import { parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';

export type TermsInformation = Omit<AppTermsRecord, 'tenant_id'>;

/** Every user of the app is asked to accept them before they go on to it the next time. Throws ManagementError. */
export async function publishTerms(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  app_id: string,
  input: NewTermsInput,
): Promise<TermsInformation> {
  const { text = null, uri = null } = parseInput(newTerms, input);
  await assertMayManageApp(deps, tenant, app_id);
  const { actor, sub: published_by } = callerOf(deps);
  const terms = { app_id, text, uri, published_by, created_at: deps.clock() };
  const version = await deps.storage.apps.publishTerms({ tenant_id: tenant.tenant_id, ...terms });
  if (version === null) throw unknownApp(app_id);
  await recordEvent(deps, tenant, { actor, action: 'app.terms_published', details: { app_id, version } });
  return { ...terms, version };
}

/** Newest first. Throws ManagementError. */
export async function listTerms(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  app_id: string,
  page: Page,
): Promise<AppTermsRecord[]> {
  return deps.storage.apps.listTerms(await assertMayManageApp(deps, tenant, app_id), page);
}

export function describeTerms({ tenant_id: _, ...terms }: AppTermsRecord): TermsInformation {
  return terms;
}
