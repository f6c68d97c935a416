import { isLoopbackHost } from '@xenia/protocol/loopback';
import { MAINTENANCE_LEASE } from '../../storage/port.ts';
import type { ManagementDeps } from '../management-deps.ts';
import { type Finding, findings, type Rule } from './finding.ts';

interface InstallationFacts extends Pick<ManagementDeps, 'config'> {
  readonly hasOperator: boolean;
  /** Seconds since somebody kept house; null: nobody ever did. */
  readonly keptHouseAgo: number | null;
}

type Installed = Rule<InstallationFacts> & { readonly setting: string };

const HOUR = 3600;

const RULES: readonly Installed[] = [
  {
    setting: 'mode',
    rule: 'development_in_public',
    severity: 'error',
    why: 'In development whoever reaches the server reads all mail at /dev/mail, and the master key lies beside the database.',
    find: ({ config: { mode, publicUrl } }) =>
      mode === 'development' && !isLoopbackHost(new URL(publicUrl).hostname)
        ? { what: `It runs for development at ${publicUrl}.`, remedy: 'Start it with xenia start.' }
        : null,
  },
  {
    setting: 'trustedProxies',
    rule: 'no_trusted_proxy',
    severity: 'warning',
    why: 'Without it every user has the address of the proxy: one who guesses passwords throttles all, and the audit log names nobody.',
    find: ({ config: { mode, publicUrl, trustedProxies } }) =>
      mode === 'production' && publicUrl.startsWith('https:') && trustedProxies.length === 0
        ? {
            what: 'TLS ends at a proxy, and no proxy is trusted to say where requests come from.',
            remedy: 'Set XENIA_TRUSTED_PROXIES to the addresses of your proxies.',
          }
        : null,
  },
  {
    setting: 'outbound.allowPrivateNetworks',
    rule: 'private_networks',
    severity: 'notice',
    why: 'Whoever can register a client can let this server call what only it reaches (server-side request forgery).',
    find: ({ config: { mode, outbound } }) =>
      mode === 'production' && outbound.allowPrivateNetworks
        ? {
            what: 'Addresses of apps may be in private networks and on this machine.',
            remedy: 'Set XENIA_OUTBOUND_ALLOW_PRIVATE_NETWORKS to false unless apps are there.',
          }
        : null,
  },
  {
    setting: 'bootstrap',
    rule: 'no_operator',
    severity: 'warning',
    why: 'Whoever finds a setup link first would administer everything.',
    find: ({ hasOperator }) =>
      hasOperator
        ? null
        : { what: 'Nobody administers it.', remedy: 'Make the first operator: xenia admin setup-link.' },
  },
  {
    setting: 'bootstrap.password',
    rule: 'bootstrap_password_left',
    severity: 'warning',
    why: 'It has done its work; whoever reads the configuration may try it.',
    find: ({ config: { bootstrap }, hasOperator }) =>
      hasOperator && bootstrap.password !== null
        ? {
            what: 'There is an operator, and the password of the first one is still in the configuration.',
            remedy: 'Change it in the account, and remove XENIA_BOOTSTRAP_EMAIL and XENIA_BOOTSTRAP_PASSWORD.',
          }
        : null,
  },
  {
    setting: 'maintenance',
    rule: 'nobody_keeps_house',
    severity: 'warning',
    why: 'What has expired stays in the database, and signing keys are not replaced (OpenID Connect Core 1.0 §10.1.1).',
    find: ({ keptHouseAgo }) =>
      keptHouseAgo !== null && keptHouseAgo > HOUR
        ? {
            what: `No server has kept house for ${Math.floor(keptHouseAgo / HOUR)} hours.`,
            remedy: 'Start a server, or see in its log why maintenance fails.',
          }
        : null,
  },
];

export async function installationFindings(
  deps: Pick<ManagementDeps, 'config' | 'storage' | 'clock'>,
): Promise<Finding[]> {
  const { config, storage, clock } = deps;
  const held_until = await storage.maintenance.leaseEnd(MAINTENANCE_LEASE.name);
  const facts: InstallationFacts = {
    config,
    hasOperator: await storage.administrators.hasOperator(),
    keptHouseAgo: held_until === null ? null : clock() - (held_until - MAINTENANCE_LEASE.ttl),
  };
  return RULES.flatMap((rule) =>
    findings([rule], facts, { subject: 'installation', id: rule.setting, name: 'Installation' }),
  );
}
