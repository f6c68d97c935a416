import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../api/operations.ts';
import { useList } from '../../api/use-list.ts';
import { type Column, DataList } from '../../components/data-list.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { When } from '../../components/when.tsx';
import { ClientLink } from '../admin/client-link.tsx';
import { AppPage } from './app-page.tsx';

type Subscriber = ItemOf<'listSubscribers'>;

/** Who has an app installed, as far as the app itself may know. */
export function Subscribers() {
  const { t } = useTranslation('lifecycle');
  const { app_id } = useParams({ from: '/apps/$app_id/subscribers' });
  return (
    <AppPage app_id={app_id} title={t('subscribers')} lead={t('subscribersLead')}>
      {() => <List app_id={app_id} />}
    </AppPage>
  );
}

function List({ app_id }: { readonly app_id: string }) {
  const { t } = useTranslation('lifecycle');
  return (
    <DataList
      label={t('subscribers')}
      list={useList('listSubscribers', { params: { app_id } })}
      keyOf={({ client_id, sub, organization }) => `${client_id} ${sub} ${organization?.org_id ?? ''}`}
      columns={useColumns()}
      empty={<EmptyState title={t('noSubscriber')}>{t('noSubscriberLead')}</EmptyState>}
    />
  );
}

function useColumns(): [Column<Subscriber>, ...Column<Subscriber>[]] {
  const { t } = useTranslation('lifecycle');
  return [
    {
      name: 'user',
      label: t('subscriber'),
      cell: ({ name, sub }) => (
        <>
          <span className="title">{name ?? t('nameUnknown')}</span>
          <span className="about">
            <code>{sub}</code>
          </span>
        </>
      ),
    },
    { name: 'on', label: t('installedOn'), cell: ({ organization }) => organization?.name ?? t('ownAccount') },
    {
      name: 'client',
      label: t('client'),
      cell: ({ client_id }) => <ClientLink client_id={client_id} />,
    },
    { name: 'since', label: t('since'), cell: ({ since }) => <When at={since} /> },
  ];
}
