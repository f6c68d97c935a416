import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/use-read.ts';
import { type Crumb, Page } from '../../components/page.tsx';
import { ToCome } from '../../components/to-come.tsx';
import type { ShownClient } from '../clients/client.tsx';
import { nameOf } from '../clients/name-of.ts';
import { useWayToApp } from '../lifecycle/app-page.tsx';
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
      {client === undefined ? <ToCome error={error} /> : children(client)}
    </Page>
  );
}

/** The way to a client: through its app, or the list of those that belong to none. */
export function useWayTo({ app_id }: Pick<ShownClient, 'app_id'>): readonly Crumb[] {
  const { t } = useTranslation('clients');
  const ofApp = useWayToApp(app_id);
  return app_id === null ? [{ label: t('title'), to: '/clients' }] : ofApp;
}

function useCrumbs(client_id: string, client: ShownClient | undefined): readonly Crumb[] {
  const { t } = useTranslation('clients');
  const above = useWayTo(client ?? { app_id: null });
  if (client === undefined) return [{ label: t('client'), to: `/clients/${client_id}` }];
  return [...above, { label: nameOf(client), to: `/clients/${client_id}` }];
}
