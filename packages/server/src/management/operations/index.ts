import { administratorOperations } from './administrators.ts';
import { appOperations } from './apps.ts';
import { auditOperations } from './audit.ts';
import { callerOperations } from './caller.ts';
import { clientOperations } from './clients.ts';
import { deliveryOperations } from './deliveries.ts';
import { deploymentCheckOperations } from './deployment-check.ts';
import { grantOperations } from './grants.ts';
import { healthOperations } from './health.ts';
import { keyOperations } from './keys.ts';
import { metadataOperations } from './metadata.ts';
import type { Operation } from './operation.ts';
import { organizationOperations } from './organizations.ts';
import { providerOperations } from './providers.ts';
import { quickstartOperations } from './quickstart.ts';
import { resourceServerOperations } from './resource-servers.ts';
import { scopeOperations } from './scopes.ts';
import { serviceAccountOperations } from './service-accounts.ts';
import { tenantOperations } from './tenants.ts';
import { tokenOperations } from './tokens.ts';
import { traceOperations } from './traces.ts';
import { usageOperations } from './usage.ts';
import { userAccessOperations } from './user-access.ts';
import { userOperations } from './users.ts';

/** Every operation of the management API. Adding one is a member of its file's list; adding a subject is a file and a line here. */
const operations = [
  ...appOperations,
  ...administratorOperations,
  ...auditOperations,
  ...callerOperations,
  ...clientOperations,
  ...quickstartOperations,
  ...serviceAccountOperations,
  ...traceOperations,
  ...usageOperations,
  ...deliveryOperations,
  ...deploymentCheckOperations,
  ...grantOperations,
  ...healthOperations,
  ...keyOperations,
  ...metadataOperations,
  ...organizationOperations,
  ...providerOperations,
  ...resourceServerOperations,
  ...scopeOperations,
  ...tenantOperations,
  ...tokenOperations,
  ...userAccessOperations,
  ...userOperations,
] as const;

/** With the types of what each takes and gives. */
export type ManagementOperations = typeof operations;

/** What HTTP and the documents need of them. */
export const OPERATIONS = operations as readonly unknown[] as readonly Operation[];
