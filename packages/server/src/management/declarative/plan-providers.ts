import type { UpstreamProviderRecord } from '../../storage/upstream-records.ts';
import { openClientSecret } from '../../upstream/provider.ts';
import { withoutUndefined } from '../change.ts';
import type { UpstreamProviderChange } from '../contract.ts';
import type { ManagementDeps } from '../management-deps.ts';
import {
  addUpstreamProvider,
  removeUpstreamProvider,
  setUpstreamProviderDisabled,
  updateUpstreamProvider,
} from '../upstream-providers.ts';
import { difference } from './difference.ts';
import type { DeclaredProvider } from './document.ts';
import { NO_SECRET, type PlannedChange } from './planned-change.ts';
import type { PlacedProblem } from './read-document.ts';

export interface ProviderOptions {
  /** Where the secrets are that the document names. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a new provider is asked first if it can be used. */
  readonly verify: boolean;
}

/** Stands for a secret wherever changes are shown. */
const SECRET = '[secret]';
const OTHER_SECRET = '[another secret]';

/** What speaks against a declared provider, by its members, or what makes it as declared. */
export function planProvider(
  deps: Pick<ManagementDeps, 'sealer'>,
  declared: DeclaredProvider,
  existing: UpstreamProviderRecord | null,
  options: ProviderOptions,
): { problems: PlacedProblem[]; changes: PlannedChange[] } {
  const secret = secretOf(declared, options.env);
  const problems = [...secret.problems, ...(existing === null ? [] : otherIssuer(declared, existing))];
  if (problems.length > 0) return { problems, changes: [] };
  const wanted = withoutUndefined({ ...declared, client_secret: secret.value });
  const changes =
    existing === null ? [addition(wanted, options)] : alterations(wanted, existing, openClientSecret(deps, existing));
  return { problems, changes };
}

/** `value` undefined: the document says nothing of it. */
function secretOf(
  { client_secret: source }: DeclaredProvider,
  env: ProviderOptions['env'],
): { value: string | null | undefined; problems: PlacedProblem[] } {
  if (source === undefined || source === null) return { value: source, problems: [] };
  if ('value' in source) return { value: source.value, problems: [] };
  const value = env[source.from_env];
  if (value !== undefined && value !== '') return { value, problems: [] };
  const problem = `The environment variable ${source.from_env} is not set.`;
  const remedy = 'Set it to the secret that the provider gave you.';
  return { value: undefined, problems: [{ path: ['client_secret'], problem, remedy }] };
}

function otherIssuer({ issuer }: DeclaredProvider, existing: UpstreamProviderRecord): PlacedProblem[] {
  if (issuer === existing.issuer) return [];
  const problem = `The provider is there, with the issuer ${existing.issuer}: its users are known by that.`;
  return [{ path: ['issuer'], problem, remedy: 'Another issuer is another provider: give it another provider_id.' }];
}

type Wanted = Omit<DeclaredProvider, 'client_secret'> & { client_secret?: string | null };

function addition({ disabled, ...wanted }: Wanted, { verify }: ProviderOptions): PlannedChange {
  const { provider_id, display_name, client_secret, ...shown } = wanted;
  const secret = client_secret == null ? {} : { client_secret: SECRET };
  return {
    change: 'create',
    subject: 'upstream provider',
    id: provider_id,
    name: display_name,
    members: difference({}, { ...shown, ...secret, ...(disabled === true ? { disabled } : {}) }),
    impact: null,
    async perform(deps, tenant) {
      await addUpstreamProvider(deps, tenant, withoutUndefined(wanted), { verify });
      if (disabled === true) await setUpstreamProviderDisabled(deps, tenant, provider_id, true);
      return NO_SECRET;
    },
  };
}

function alterations(wanted: Wanted, existing: UpstreamProviderRecord, secret: string | null): PlannedChange[] {
  const { client_secret, provider_id, issuer: _, ...declared } = wanted;
  const present = new Map<string, unknown>(Object.entries(providerMembers(existing)));
  const known = Object.fromEntries(Object.keys(declared).map((member) => [member, present.get(member)]));
  const members = [
    ...difference(known, declared),
    ...(client_secret === undefined || client_secret === secret
      ? []
      : [{ member: 'client_secret', from: secret && SECRET, to: client_secret && OTHER_SECRET }]),
  ];
  if (members.length === 0) return [];
  const { disabled, ...change } = Object.fromEntries(
    members.map(({ member, to }) => [member, member === 'client_secret' ? client_secret : to]),
  );
  return [
    {
      change: 'change',
      subject: 'upstream provider',
      id: provider_id,
      name: declared.display_name,
      members,
      impact: null,
      async perform(deps, tenant) {
        if (Object.keys(change).length > 0) {
          await updateUpstreamProvider(deps, tenant, provider_id, change as UpstreamProviderChange);
        }
        if (disabled !== undefined) await setUpstreamProviderDisabled(deps, tenant, provider_id, disabled === true);
        return NO_SECRET;
      },
    },
  ];
}

/** As a document declares it, but for the secret. */
export function providerMembers(record: UpstreamProviderRecord) {
  const { tenant_id: _, sealed_client_secret: __, created_at: ___, updated_at: ____, disabled_at, ...rest } = record;
  return {
    ...rest,
    trusts_email: rest.trusts_email === 1,
    may_create_users: rest.may_create_users === 1,
    disabled: disabled_at !== null,
  };
}

export function providerRemoval({ provider_id, display_name }: UpstreamProviderRecord): PlannedChange {
  return {
    ...{ change: 'delete', subject: 'upstream provider', id: provider_id, name: display_name, members: [] },
    impact: 'whatever users have connected to it',
    async perform(deps, tenant) {
      await removeUpstreamProvider(deps, tenant, provider_id);
      return NO_SECRET;
    },
  };
}
