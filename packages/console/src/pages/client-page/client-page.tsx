import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/use-read.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { type Crumb, Page } from '../../components/page.tsx';
import type { ShownClient } from '../clients/client.tsx';
import { nameOf } from '../clients/name-of.ts';
import { ClientTabs } from './client-tabs.tsx';

export interface ClientPageProps {
  readonly client_id: string;
  readonly title: string;
  readonly lead: string;
  /** Rendered once the client is there. */
  children(client: ShownClient): ReactNode;
}

/** A page about one client, besides its settings. */
export function ClientPage({ client_id, title, lead, children }: ClientPageProps) {
  const { data: client, error } = useRead('getClient', { params: { client_id } });
  return (
    <Page
      title={title}
      lead={lead}
      crumbs={useCrumbs(client_id, client)}
      tabs={<ClientTabs client_id={client_id} />}
      key={client_id}
    >
      {client === undefined ? <ErrorNotice error={error} /> : children(client)}
    </Page>
  );
}

function useCrumbs(client_id: string, client: ShownClient | undefined): readonly Crumb[] {
  const { t } = useTranslation('clients');
  if (client === undefined) return [{ label: t('client'), to: `/clients/${client_id}` }];
  const { app_id } = client;
  const above = app_id === null ? { label: t('title'), to: '/clients' } : { label: t('app'), to: `/apps/${app_id}` };
  return [above, { label: nameOf(client), to: `/clients/${client_id}` }];
}
