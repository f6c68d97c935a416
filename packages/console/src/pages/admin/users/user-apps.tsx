import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Section } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import { ClientLink } from '../client-link.tsx';
import { RowButton } from '../row-button.tsx';
import type { ShownUser } from './user-name.ts';

type Grant = Results['listUserGrants']['items'][number];

/** What the user allowed, and to whom. */
export function UserApps({ user: { sub } }: { readonly user: ShownUser }) {
  const { t } = useTranslation(['users', 'admin']);
  const list = useList('listUserGrants', { params: { sub } });
  const [revoking, setRevoking] = useState<string | null>(null);
  return (
    <Section title={t('apps')} lead={t('appsLead')}>
      <DataList
        label={t('apps')}
        list={list}
        keyOf={({ grant_id }) => grant_id}
        empty={<EmptyState title={t('noApp')}>{t('noAppLead')}</EmptyState>}
        columns={[
          { name: 'app', label: t('app'), cell: (grant) => <GrantTitle grant={grant} /> },
          { name: 'scopes', label: t('scopes'), cell: ({ scope }) => <code>{scope}</code> },
          {
            name: 'used',
            label: t('lastUsed'),
            cell: ({ last_used_at }) => (last_used_at === null ? t('neverUsed') : <When at={last_used_at} />),
          },
          {
            name: 'revoke',
            label: t('admin:action'),
            cell: ({ grant_id, client_id }) => (
              <RowButton verb={t('revoke')} what={client_id} isDestructive onClick={() => setRevoking(grant_id)} />
            ),
          },
        ]}
      />
      <ConfirmChange
        id="revokeGrant"
        change={revoking === null ? null : { params: { grant_id: revoking } }}
        refreshes={['listUserGrants', 'getUserImpact']}
        title={t('revokeTitle')}
        consequences={[t('revokeBreaks'), t('revokeAgain')]}
        verb={t('revoke')}
        onClose={() => setRevoking(null)}
      />
    </Section>
  );
}

function GrantTitle({ grant }: { readonly grant: Grant }) {
  const { t } = useTranslation('users');
  return (
    <>
      <ClientLink client_id={grant.client_id} />
      {grant.installed ? null : <span className="about">{t('notInstalled')}</span>}
      {grant.org_id === '' ? null : <span className="about">{t('onOrganization')}</span>}
    </>
  );
}
