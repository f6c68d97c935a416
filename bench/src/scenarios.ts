export type StepName =
  | 'discovery'
  | 'client_credentials_es256'
  | 'client_credentials_rs256'
  | 'client_credentials_opaque'
  | 'introspection_opaque'
  | 'introspection_jwt'
  | 'refresh'
  | 'code_flow';

/** Xenia's other wire formats, each on the same server and tenant as the standard one. */
export const DIALECT_TARGETS = ['identityserver', 'xendit', 'xeno'] as const;
export type DialectTarget = (typeof DIALECT_TARGETS)[number];

export const SERVERS = ['xenia', 'oidc-provider', 'ceiling'] as const;
export type ServerName = (typeof SERVERS)[number];

export type TargetName = ServerName | DialectTarget;
export const TARGETS: readonly TargetName[] = [...SERVERS, ...DIALECT_TARGETS];

export function isDialect(name: TargetName): name is DialectTarget {
  return (DIALECT_TARGETS as readonly TargetName[]).includes(name);
}

/** Which process answers for a target. */
export function serverOf(name: TargetName): ServerName {
  return isDialect(name) ? 'xenia' : name;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly step: StepName;
  readonly connections: number;
  readonly targets: readonly TargetName[];
  /** Targets that cannot do it, with the reason. */
  readonly without: Partial<Record<TargetName, string>>;
}

const usual = { connections: 32, targets: SERVERS, without: {} };

export const SCENARIOS: readonly Scenario[] = [
  { ...usual, name: 'discovery', title: 'Discovery document', step: 'discovery' },
  {
    ...usual,
    name: 'client_credentials_es256',
    title: 'client_credentials, ES256 access token',
    step: 'client_credentials_es256',
  },
  {
    ...usual,
    name: 'client_credentials_rs256',
    title: 'client_credentials, RS256 access token',
    step: 'client_credentials_rs256',
  },
  { ...usual, name: 'introspection_opaque', title: 'Introspection, opaque token', step: 'introspection_opaque' },
  {
    ...usual,
    name: 'introspection_jwt',
    title: 'Introspection, ES256 JWT',
    step: 'introspection_jwt',
    without: { 'oidc-provider': 'refuses to introspect a JWT' },
  },
  refresh(1),
  refresh(16),
  refresh(64),
  {
    ...usual,
    name: 'dialects_jwt',
    title: 'client_credentials by dialect, ES256 access token',
    step: 'client_credentials_es256',
    targets: ['xenia', 'identityserver', 'xendit'],
  },
  {
    ...usual,
    name: 'dialects_opaque',
    title: 'client_credentials by dialect, opaque access token',
    step: 'client_credentials_opaque',
    targets: ['xenia', 'xeno'],
  },
  { ...usual, name: 'code_flow', title: 'Code flow: authorize, redirect, code for tokens', step: 'code_flow' },
];

function refresh(connections: number): Scenario {
  return { ...usual, name: `refresh_${connections}`, title: 'Refresh with rotation', step: 'refresh', connections };
}
