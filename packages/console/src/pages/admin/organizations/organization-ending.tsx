import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../../api/use-read.ts';
import { Ending } from '../../../components/ending.tsx';
import type { ShownOrganization } from './organization.tsx';

/** What is counted one by one; above it, it is said that there are more. */
const MOST = 200;

/** How an organization is stopped, for a while or for good. */
export function OrganizationEnding({ organization }: { readonly organization: ShownOrganization }) {
  const { t } = useTranslation(['organizations', 'common']);
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const impact = useImpact(organization.org_id, isAsked);
  const { org_id, name, disabled_at } = organization;
  const change = { params: { org_id } };
  return (
    <Ending
      disabled_at={disabled_at}
      lead={disabled_at === null ? t('endingLead') : t('disabledLead')}
      enable={{ id: 'enableOrganization', change, refreshes: ['getOrganization', 'listOrganizations'] }}
      disable={{
        id: 'disableOrganization',
        change,
        refreshes: ['getOrganization', 'listOrganizations', 'listGrants'],
        title: t('disableTitle', { name }),
        consequences: [impact.apps, t('disableBreaks'), t('disableUndone')],
      }}
      remove={{
        id: 'deleteOrganization',
        change,
        refreshes: ['listOrganizations', 'listUserOrganizations', 'listGrants'],
        title: t('deleteTitle', { name }),
        consequences: [impact.apps, impact.members, t('common:forGood')],
        name,
        onDone: () => void navigate({ to: '/organizations' }),
      }}
      onAsk={setAsked}
    />
  );
}

/** What goes with the organization, in sentences; asked for when somebody is about to stop it. */
function useImpact(org_id: string, enabled: boolean): { readonly apps: string; readonly members: string } {
  const { t } = useTranslation(['organizations', 'common']);
  const { data: grants } = useRead('listGrants', { query: { org_id, limit: MOST } }, { enabled });
  const { data: members } = useRead('listMembers', { params: { org_id }, query: { limit: MOST } }, { enabled });
  if (grants === undefined || members === undefined) return { apps: t('common:loading'), members: t('common:loading') };
  // As many apps as clients: several members may have installed the same one.
  const apps = new Set(grants.items.map(({ client_id }) => client_id)).size;
  return {
    apps: grants.next_cursor === null ? t('installed', { count: apps }) : t('installedMore', { count: apps }),
    members:
      members.next_cursor === null
        ? t('deleteMembers', { count: members.items.length })
        : t('deleteMembersMore', { count: members.items.length }),
  };
}
