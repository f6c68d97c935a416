import { givesTokens } from '@xenia/protocol/response-type';
import { canMail } from '../../mail/can-mail.ts';
import { registeredResources } from '../../tenants/management-scopes.ts';
import type { TenantSettings } from '../../tenants/settings.ts';
import { tenantSettingsSchema } from '../../tenants/settings.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { listKeys } from '../keys.ts';
import type { ManagementDeps } from '../management-deps.ts';
import { duration, type Finding, findings, type Rule } from './finding.ts';

interface TenantFacts {
  readonly tenant: Tenant;
  readonly settings: TenantSettings;
  readonly deps: Pick<ManagementDeps, 'config' | 'clock'>;
}

const DEFAULTS = tenantSettingsSchema.parse({});
const HOUR = 3600;
/** Housekeeping rotates what is due within a minute; a day later nobody does. */
const ROTATION_OVERDUE = 86_400;

/** A number of seconds that is laxer the longer it is. */
function longer(
  setting:
    | 'refreshTokenIdleTtl'
    | 'refreshTokenAbsoluteTtl'
    | 'refreshTokenGrace'
    | 'sessionIdleTtl'
    | 'sessionTtl'
    | 'keyRotationInterval',
  severity: Finding['severity'],
  why: string,
): Rule<TenantFacts> {
  return {
    rule: setting,
    severity,
    why,
    find: ({ settings }) =>
      settings[setting] <= DEFAULTS[setting]
        ? null
        : {
            what: `${setting} is ${duration(settings[setting])}; the default is ${duration(DEFAULTS[setting])}.`,
            remedy: `Lower ${setting} of the tenant, or take it back to its default.`,
          },
  };
}

const RULES: readonly Rule<TenantFacts>[] = [
  {
    rule: 'mail_needed',
    severity: 'error',
    why: 'What is mailed proves that an address belongs to a user (OpenID Connect Core 1.0 §5.7).',
    find({ settings, deps }) {
      const { signUp, signInByMail, requireVerifiedEmail } = settings;
      const needing = Object.entries({ signUp: signUp !== 'closed', signInByMail, requireVerifiedEmail });
      const names = needing.filter(([, needs]) => needs).map(([name]) => name);
      if (canMail(deps.config) || names.length === 0) return null;
      return {
        what: `${names.join(', ')} of the tenant ${names.length === 1 ? 'needs' : 'need'} mail, and no mail server is configured.`,
        remedy: 'Set XENIA_MAIL_SMTP_URL and XENIA_MAIL_FROM, or take the settings back.',
      };
    },
  },
  {
    rule: 'unverified_sign_up',
    severity: 'warning',
    why: 'OpenID Connect Core 1.0 §5.7: apps that go by the address would take a stranger for its owner.',
    find: ({ settings: { signUp, requireVerifiedEmail } }) =>
      signUp === 'open' && !requireVerifiedEmail
        ? {
            what: 'Anyone may sign up, and goes on to apps with an address that nobody has verified.',
            remedy: 'Set requireVerifiedEmail of the tenant to true.',
          }
        : null,
  },
  {
    rule: 'front_channel_tokens',
    severity: 'notice',
    why: 'RFC 9700 §2.1.2: tokens in an authorization response leak and can be injected.',
    find({ settings }) {
      const types = settings.responseTypes.filter(givesTokens);
      if (types.length === 0) return null;
      return {
        what: `Clients may be registered for ${types.map((type) => `"${type}"`).join(', ')}.`,
        remedy: 'Once no client needs them, set responseTypes of the tenant to code alone.',
      };
    },
  },
  {
    rule: 'accessTokenTtl',
    severity: 'warning',
    why: 'RFC 6750 §5.3: bearer tokens should live for an hour at most.',
    find({ tenant, settings }) {
      const longer = [
        ...(settings.accessTokenTtl > HOUR ? [`accessTokenTtl is ${duration(settings.accessTokenTtl)}`] : []),
        ...registeredResources(tenant).flatMap((resource) => {
          const ttl = tenant.resourceServers.get(resource)?.access_token_ttl ?? 0;
          return ttl > HOUR ? [`access_token_ttl of ${resource} is ${duration(ttl)}`] : [];
        }),
      ];
      if (longer.length === 0) return null;
      return {
        what: `${longer.join('; ')}.`,
        remedy: 'Lower it to an hour or less: clients renew with refresh tokens.',
      };
    },
  },
  longer(
    'refreshTokenIdleTtl',
    'notice',
    'RFC 9700 §4.14.2: refresh tokens expire when they are not used for some time.',
  ),
  longer(
    'refreshTokenAbsoluteTtl',
    'notice',
    'RFC 9700 §4.14.2: the longer a refresh token may live, the longer a stolen one is of use.',
  ),
  longer(
    'refreshTokenGrace',
    'warning',
    'RFC 9700 §4.14.2: within it the replay of a refresh token is answered instead of detected.',
  ),
  longer(
    'sessionIdleTtl',
    'notice',
    'NIST SP 800-63B §7.2: whoever sits down at a browser that was left signed in is its user.',
  ),
  longer('sessionTtl', 'notice', 'NIST SP 800-63B §7.2: users sign in anew after some time whatever they do.'),
  longer('keyRotationInterval', 'notice', 'OpenID Connect Core 1.0 §10.1.1: signing keys are changed regularly.'),
  {
    rule: 'sessionCookieSameSite',
    severity: 'notice',
    why: 'RFC 9700 §4.7: browsers send the session cookie with requests that pages of other sites make.',
    find: ({ settings }) =>
      settings.sessionCookieSameSite === 'none'
        ? {
            what: 'sessionCookieSameSite is none.',
            remedy: 'Once no client renews in a frame of another site, set it to lax.',
          }
        : null,
  },
  {
    rule: 'key_rotation_overdue',
    severity: 'warning',
    why: 'OpenID Connect Core 1.0 §10.1.1: signing keys are changed regularly.',
    find({ tenant, settings, deps }) {
      const now = deps.clock();
      const due = listKeys(deps, tenant).filter(
        ({ state, signs_from }) =>
          state === 'signing' && now > signs_from + settings.keyRotationInterval + ROTATION_OVERDUE,
      );
      if (due.length === 0) return null;
      return {
        what: `Keys that should have been replaced sign still: ${due.map(({ alg }) => alg).join(', ')}.`,
        remedy: 'See in the log whether a server runs and keeps house; or rotate them: xenia key rotate --alg ALG.',
      };
    },
  },
];

export function tenantFindings(deps: TenantFacts['deps'], tenant: Tenant): Finding[] {
  const { name, displayName, settings } = tenant;
  return findings(RULES, { tenant, settings, deps }, { subject: 'tenant', id: name, name: displayName });
}
