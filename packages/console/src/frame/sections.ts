import type { IconName } from '../look/icons.tsx';
import type { frame } from '../texts/en/frame.ts';

export type Role = 'developer' | 'admin' | 'operator';

/** A place that the navigation leads to. */
export interface Section {
  readonly name: keyof typeof frame.section;
  /** Below the console. Its pages are in router.tsx. */
  readonly path: string;
  readonly icon: IconName;
  /** The least role that has any business there; null: everybody. */
  readonly role: Role | null;
}

/** Every section, in the order of the navigation. A new one is a line here, its name in texts/en/frame.ts and its routes in router.tsx. */
export const SECTIONS: readonly Section[] = [
  { name: 'apps', path: '/apps', icon: 'apps', role: null },
  { name: 'traces', path: '/traces', icon: 'trace', role: null },
  { name: 'reference', path: '/reference', icon: 'book', role: null },
  { name: 'review', path: '/review', icon: 'review', role: 'admin' },
  { name: 'users', path: '/users', icon: 'people', role: 'admin' },
  { name: 'organizations', path: '/organizations', icon: 'briefcase', role: 'admin' },
  { name: 'clients', path: '/clients', icon: 'window', role: 'admin' },
  { name: 'apis', path: '/apis', icon: 'api', role: 'admin' },
  { name: 'providers', path: '/providers', icon: 'door', role: 'admin' },
  { name: 'keys', path: '/keys', icon: 'key', role: 'admin' },
  { name: 'deliveries', path: '/deliveries', icon: 'deliveries', role: 'admin' },
  { name: 'audit', path: '/audit', icon: 'audit', role: 'admin' },
  { name: 'check', path: '/deployment-check', icon: 'shield', role: 'admin' },
  { name: 'health', path: '/health', icon: 'health', role: 'admin' },
  { name: 'tenant', path: '/tenant', icon: 'settings', role: 'admin' },
  { name: 'tenants', path: '/tenants', icon: 'server', role: 'operator' },
];

const RANKS: Readonly<Record<Role, number>> = { developer: 1, admin: 2, operator: 3 };

/** Whether `role` reaches as far as `least`. The server decides; this only spares people dead ends. */
export function reaches(role: Role | null, least: Role | null): boolean {
  return least === null || (role !== null && RANKS[role] >= RANKS[least]);
}
