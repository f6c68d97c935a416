import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { useRead } from '../../../api/use-read.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Section } from '../../../components/page.tsx';
import type { ShownOrganization } from './organization.tsx';

/** What is counted one by one; above it, it is said that there are more. */
const MOST = 200;

/** How an organization is stopped, for a while or for good. */
export function OrganizationEnding({ organization }: { readonly organization: ShownOrganization }) {
  const { t } = useTranslation(['organizations', 'admin']);
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'disable' | 'delete' | null>(null);
  const enable = useChange('enableOrganization', ['getOrganization', 'listOrganizations']);
  const impact = useImpact(organization.org_id, asked !== null);
  const { org_id, name, disabled_at } = organization;
  const params = { org_id };
  const close = () => setAsked(null);
  return (
    <Section title={t('admin:ending')} lead={disabled_at === null ? t('endingLead') : t('disabledLead')}>
      <ErrorNotice error={enable.error} />
      <div className="row">
        {disabled_at === null ? (
          <Button variant="default" onClick={() => setAsked('disable')}>
            {t('admin:disable')}
          </Button>
        ) : (
          <Button loading={enable.isPending} onClick={() => enable.mutate({ params })}>
            {t('admin:enable')}
          </Button>
        )}
        <Button variant="outline" color="danger" onClick={() => setAsked('delete')}>
          {t('admin:delete')}
        </Button>
      </div>
      <ConfirmChange
        id="disableOrganization"
        change={asked === 'disable' ? { params } : null}
        refreshes={['getOrganization', 'listOrganizations', 'listGrants']}
        title={t('disableTitle', { name })}
        consequences={[impact.apps, t('disableBreaks'), t('disableUndone')]}
        verb={t('admin:disable')}
        onClose={close}
      />
      <ConfirmChange
        id="deleteOrganization"
        change={asked === 'delete' ? { params } : null}
        refreshes={['listOrganizations', 'listUserOrganizations', 'listGrants']}
        title={t('deleteTitle', { name })}
        consequences={[impact.apps, impact.members, t('admin:forGood')]}
        name={name}
        verb={t('admin:delete')}
        onClose={close}
        onDone={() => void navigate({ to: '/organizations' })}
      />
    </Section>
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
