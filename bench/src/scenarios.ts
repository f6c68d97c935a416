export type StepName =
  | 'discovery'
  | 'client_credentials_es256'
  | 'client_credentials_rs256'
  | 'introspection_opaque'
  | 'introspection_jwt'
  | 'refresh'
  | 'code_flow';

export type TargetName = 'xenia' | 'oidc-provider' | 'ceiling';

export const TARGETS: readonly TargetName[] = ['xenia', 'oidc-provider', 'ceiling'];

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly step: StepName;
  readonly connections: number;
  /** Targets that cannot do it, with the reason. */
  readonly without: Partial<Record<TargetName, string>>;
}

const usual = { connections: 32, without: {} };

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
  { ...usual, name: 'code_flow', title: 'Code flow: authorize, redirect, code for tokens', step: 'code_flow' },
];

function refresh(connections: number): Scenario {
  return { name: `refresh_${connections}`, title: 'Refresh with rotation', step: 'refresh', connections, without: {} };
}
