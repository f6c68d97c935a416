import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { useList } from '../../api/use-list.ts';
import { Copyable } from '../../components/copy-button.tsx';
import { type Column, DataList } from '../../components/data-list.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { When } from '../../components/when.tsx';
import { ClientState } from './client-state.tsx';
import { nameOf } from './name-of.ts';

type Client = Results['listClients']['items'][number];

/** Every client of the tenant, for its administrators. */
export function Clients() {
  const { t } = useTranslation('clients');
  const [q, setQ] = useState('');
  const search = useDeferredValue(q);
  const list = useList('listClients', { query: { search } });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <DataList
        label={t('title')}
        list={list}
        keyOf={({ client_id }) => client_id}
        columns={useClientColumns()}
        search={{ q, label: t('search'), onChange: setQ }}
        empty={<EmptyState title={t('empty')}>{t('emptyLead')}</EmptyState>}
      />
    </Page>
  );
}

/** As clients are listed everywhere. */
export function useClientColumns(): [Column<Client>, ...Column<Client>[]] {
  const { t } = useTranslation('clients');
  return [
    {
      name: 'name',
      label: t('name'),
      cell: (client) => (
        <>
          <Link className="title" to="/clients/$client_id" params={{ client_id: client.client_id }}>
            {nameOf(client)}
          </Link>
          {client.description === undefined ? null : <span className="about">{client.description}</span>}
        </>
      ),
    },
    {
      name: 'client_id',
      label: t('clientId'),
      cell: ({ client_id }) => <Copyable value={client_id} what={t('clientId')} />,
    },
    { name: 'state', label: t('state'), cell: (client) => <ClientState client={client} /> },
    { name: 'created', label: t('registered'), cell: ({ client_id_issued_at }) => <When at={client_id_issued_at} /> },
  ];
}
