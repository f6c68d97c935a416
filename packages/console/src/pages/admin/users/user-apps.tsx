import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { useRead } from '../../../api/use-read.ts';
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
  const [revoking, setRevoking] = useState<Grant | null>(null);
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
            isLabelled: true,
            cell: ({ last_used_at }) => (last_used_at === null ? t('neverUsed') : <When at={last_used_at} />),
          },
          {
            name: 'revoke',
            label: t('admin:action'),
            cell: (grant) => (
              <RowButton verb={t('revoke')} what={grant.client_id} isDestructive onClick={() => setRevoking(grant)} />
            ),
          },
        ]}
      />
      <Revocation grant={revoking} onClose={() => setRevoking(null)} />
    </Section>
  );
}

/** What the user allowed they can allow again; a service account takes an administrator. */
function Revocation({ grant, onClose }: { readonly grant: Grant | null; onClose(): void }) {
  const { t } = useTranslation(['users', 'common']);
  const isService = useIsServiceAccount(grant);
  const breaks = isService ? [t('serviceBreaks'), t('serviceAgain')] : [t('revokeBreaks'), t('revokeAgain')];
  return (
    <ConfirmChange
      id="revokeGrant"
      change={grant === null ? null : { params: { grant_id: grant.grant_id } }}
      refreshes={['listUserGrants', 'getUserImpact', 'getServiceAccount']}
      title={t(isService ? 'serviceRevokeTitle' : 'revokeTitle')}
      consequences={isService === undefined ? [t('common:loading')] : breaks}
      verb={t('revoke')}
      onClose={onClose}
    />
  );
}

/** Whether an administrator has permitted it in the user's place; undefined while that is looked up. */
function useIsServiceAccount(grant: Grant | null): boolean | undefined {
  const params = { client_id: grant?.client_id ?? '' };
  const { data, isError } = useRead('getClient', { params }, { enabled: grant !== null });
  if (grant === null || isError) return false;
  return data && data.service_account?.sub === grant.sub;
}

function GrantTitle({ grant }: { readonly grant: Grant }) {
  const { t } = useTranslation('users');
  const isService = useIsServiceAccount(grant);
  return (
    <>
      <ClientLink client_id={grant.client_id} />
      {isService ? <span className="about">{t('isService')}</span> : null}
      {grant.installed ? null : <span className="about">{t('notInstalled')}</span>}
      {grant.org_id === '' ? null : <span className="about">{t('onOrganization')}</span>}
    </>
  );
}
