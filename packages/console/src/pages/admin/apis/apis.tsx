import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/use-list.ts';
import { Page } from '../../../components/page.tsx';
import { ResourceServers } from './resource-servers.tsx';
import { Scopes } from './scopes.tsx';

/** As many as a tenant has in practice: forms choose among all of them. */
const MOST = 200;

/** What access tokens are for, and what apps can ask for. */
export function Apis() {
  const { t } = useTranslation('apis');
  const apis = useList('listResourceServers', { query: { limit: MOST } });
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ResourceServers list={apis} />
      <Scopes apis={apis.items} />
    </Page>
  );
}
