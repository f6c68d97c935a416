import type { KeyObject } from 'node:crypto';
import type { SigningAlgorithm } from '@xenia/protocol/jws';
import type { ResourceServerRecord, ScopeRecord } from '../storage/records.ts';
import type { TenantSettings } from './settings.ts';

/** One issuer, as a request sees it: parsed once, shared by all requests until its revision grows. */
export interface Tenant {
  readonly tenant_id: string;
  readonly name: string;
  readonly issuer: string;
  readonly displayName: string;
  readonly settings: TenantSettings;
  readonly revision: number;
  readonly scopes: ReadonlyMap<string, ScopeRecord>;
  readonly resourceServers: ReadonlyMap<string, ResourceServerRecord>;
  /** Every published key, oldest first. */
  readonly keys: readonly TenantKey[];
}

export interface TenantKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly signs_from: number;
  readonly signs_until: number | null;
  readonly published_until: number | null;
}
