import { tenantProblems } from '../config/rules.ts';
import { everyClientFinding } from '../management/deployment-check/check-deployment.ts';
import type { Finding } from '../management/deployment-check/finding.ts';
import { installationFindings } from '../management/deployment-check/installation-rules.ts';
import { tenantFindings } from '../management/deployment-check/tenant-rules.ts';
import type { ManagementDeps } from '../management/management-deps.ts';
import { everyPage } from '../management/pages.ts';
import { visible } from '../observability/pretty.ts';
import type { TenantRecord } from '../storage/records.ts';
import { loadTenant } from '../tenants/directory.ts';

/** What is found about the installation, every tenant that is in force, and their clients. */
export async function* everyFinding(deps: ManagementDeps): AsyncGenerator<Finding> {
  yield* await installationFindings(deps);
  const tenants = everyPage(
    (page) => deps.storage.tenants.list(page),
    ({ name }) => name,
  );
  for await (const record of tenants) {
    if (record.disabled_at !== null) continue;
    if (deps.config.mode === 'production') yield* refusedAtStart(record);
    const tenant = await loadTenant(deps, record);
    yield* tenantFindings(deps, tenant);
    yield* everyClientFinding(deps, tenant);
  }
}

/** What `xenia start` refuses to serve. */
function refusedAtStart(record: TenantRecord): Finding[] {
  const { name: id, display_name: name } = record;
  return tenantProblems([record]).map(({ problem, remedy }) => ({
    ...{ severity: 'error', subject: 'tenant', id, name, rule: 'refused_in_production', remedy },
    what: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`,
    why: 'The server does not start with it in production.',
  }));
}

/** For a person. */
export function findingLines({ severity, subject, id, name, what, why, remedy }: Finding): string {
  const about = subject === 'installation' ? id : `${subject} ${name === id ? id : `${name} (${id})`}`;
  const indent = ' '.repeat(severity.length + 2);
  return [`${severity}: ${about}: ${what}`, why, remedy]
    .map((line, i) => `${i === 0 ? '' : indent}${visible(line)}`)
    .join('\n');
}
