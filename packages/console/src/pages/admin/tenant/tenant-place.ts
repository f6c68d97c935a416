import { useParams } from '@tanstack/react-router';
import { useConsole } from '../../../console-context.tsx';
import type { Group } from './tenant.tsx';

/** Which tenant a page of settings is about: the console's own, or for an operator the one that the path names. */
export function useTenantPlace() {
  const { environment } = useConsole();
  const { name } = useParams({ strict: false });
  if (name === undefined) {
    return {
      tenant: environment.tenant,
      isOwn: true,
      root: '/tenant',
      settingsLink: (group: Group) => ({ to: '/tenant/settings/$group', params: { group } }) as const,
    };
  }
  return {
    tenant: name,
    isOwn: false,
    root: `/tenants/${name}`,
    settingsLink: (group: Group) => ({ to: '/tenants/$name/settings/$group', params: { name, group } }) as const,
  };
}
