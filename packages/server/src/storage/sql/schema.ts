import type { MailRecord, PasskeyRecord, RecoveryCodeRecord, TicketRecord, TotpRecord } from '../account-records.ts';
import type { SetupLinkRecord } from '../administrator-records.ts';
import type { AppPersonRecord, AppRecord, AppTermsRecord, TermsAcceptanceRecord } from '../app-records.ts';
import type { AuditEventRecord, AuditHeadRecord } from '../audit-records.ts';
import type { IdempotencyRecord } from '../idempotency-port.ts';
import type {
  AppApprovalRecord,
  MembershipRecord,
  OrganizationInvitationRecord,
  OrganizationRecord,
} from '../organization-records.ts';
import type {
  AccessTokenRecord,
  AuthorizationCodeRecord,
  ClientRecord,
  ClientSecretRecord,
  DeliveryRecord,
  GrantRecord,
  InteractionRecord,
  RefreshTokenRecord,
  ResourceServerRecord,
  ScopeRecord,
  SessionClientRecord,
  SessionRecord,
  SigningKeyRecord,
  TenantRecord,
  TokenFamilyRecord,
  UserRecord,
} from '../records.ts';
import type { ServiceAccountRequestRecord } from '../service-account-port.ts';
import type { TraceRecord, UsageDayRecord, UsageUserRecord } from '../trace-records.ts';
import type { UpstreamIdentityRecord, UpstreamProviderRecord } from '../upstream-records.ts';

/** The tables. Every key starts with tenant_id, save those of leases, which belong to the installation. */
export interface Database {
  tenants: TenantRecord;
  signing_keys: SigningKeyRecord;
  scopes: ScopeRecord;
  resource_servers: ResourceServerRecord;
  clients: ClientRecord;
  client_secrets: ClientSecretRecord;
  client_origins: { tenant_id: string; client_id: string; origin: string };
  /** Identifiers of what was deleted; they are never given out again. */
  retired_ids: { tenant_id: string; kind: 'client' | 'user' | 'organization' | 'app'; id: string; retired_at: number };
  users: UserRecord;
  sessions: SessionRecord;
  session_clients: SessionClientRecord;
  interactions: InteractionRecord;
  grants: GrantRecord;
  token_families: TokenFamilyRecord;
  authorization_codes: AuthorizationCodeRecord;
  refresh_tokens: RefreshTokenRecord;
  access_tokens: AccessTokenRecord;
  setup_links: SetupLinkRecord;
  tickets: TicketRecord;
  mails: MailRecord;
  passkeys: PasskeyRecord;
  totps: TotpRecord;
  recovery_codes: RecoveryCodeRecord;
  upstream_providers: UpstreamProviderRecord;
  upstream_identities: UpstreamIdentityRecord;
  organizations: OrganizationRecord;
  memberships: MembershipRecord;
  organization_invitations: OrganizationInvitationRecord;
  app_approvals: AppApprovalRecord;
  apps: AppRecord;
  app_people: AppPersonRecord;
  app_terms: AppTermsRecord;
  terms_acceptances: TermsAcceptanceRecord;
  deliveries: DeliveryRecord;
  audit_events: AuditEventRecord;
  audit_heads: AuditHeadRecord;
  trace_entries: TraceRecord;
  usage_days: UsageDayRecord;
  usage_users: UsageUserRecord;
  revoked_jtis: { tenant_id: string; jti: string; expires_at: number };
  idempotency_keys: IdempotencyRecord;
  service_account_requests: ServiceAccountRequestRecord;
  replay_ids: { tenant_id: string; purpose: string; id: string; expires_at: number };
  throttles: { tenant_id: string; bucket: string; failures: number; last_failed_at: number; expires_at: number };
  leases: { name: string; holder: string; expires_at: number };
}
