import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { useRead } from '../../api/use-read.ts';
import { Copyable } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page, Section } from '../../components/page.tsx';
import { PageToCome } from '../../components/to-come.tsx';
import { When } from '../../components/when.tsx';
import type { clients } from '../../texts/en/clients.ts';
import { useWayTo } from '../client-page/client-page.tsx';
import { ClientTabs } from '../client-page/client-tabs.tsx';
import { ServiceAccount } from '../lifecycle/service-account.tsx';
import { ClientEnding } from './client-ending.tsx';
import { ClientSecrets } from './client-secrets.tsx';
import { ClientSettings } from './client-settings.tsx';
import { ClientState } from './client-state.tsx';
import { nameOf } from './name-of.ts';

export type ShownClient = Results['getClient'];
type LegacyMark = keyof typeof clients.legacyMark;

/** One client: what it is, its settings, its secrets, its end. */
export function Client() {
  const { t } = useTranslation(['clients', 'apps']);
  const { client_id } = useParams({ from: '/clients/$client_id' });
  const { data: client, error } = useRead('getClient', { params: { client_id } });
  if (client === undefined) {
    return <PageToCome title={t('client')} crumbs={[{ label: t('apps:title'), to: '/apps' }]} error={error} />;
  }
  return <OneClient client={client} key={client_id} />;
}

function OneClient({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation('clients');
  const about = (
    <>
      <ClientState client={client} />
      <Copyable value={client.client_id} what={t('clientId')} />
    </>
  );
  return (
    <Page
      title={nameOf(client)}
      crumbs={useWayTo(client)}
      about={about}
      tabs={<ClientTabs client_id={client.client_id} />}
    >
      {client.legacy.length === 0 ? null : (
        <Notice tone="caution" icon="warning" title={t('legacy')}>
          <ul>
            {client.legacy.map((mark) => (
              <li key={mark}>{t(`legacyMark.${mark as LegacyMark}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Section title={t('how')}>
        <How client={client} />
      </Section>
      <Section title={t('settings')}>
        <ClientSettings client={client} />
      </Section>
      {(client.token_endpoint_auth_method ?? '').startsWith('client_secret_') ? (
        <ClientSecrets client={client} />
      ) : null}
      <ServiceAccount client={client} />
      <ClientEnding client={client} />
    </Page>
  );
}

/** What stays as it was registered. */
function How({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation(['clients', 'common']);
  const { token_endpoint_auth_method: method, grant_types = [], require_pkce, application_type } = client;
  const code = (values: readonly string[]) => values.map((value) => <code key={value}>{value} </code>);
  return (
    <Facts
      facts={[
        ['application_type', <code key="type">{application_type}</code>],
        ['grant_types', code(grant_types)],
        ['token_endpoint_auth_method', <code key="method">{method}</code>],
        grant_types.includes('authorization_code')
          ? ['PKCE', require_pkce === false ? t('pkceOptional') : t('pkceRequired')]
          : null,
        [t('registered'), <When key="registered" at={client.client_id_issued_at} />],
        [t('changed'), <When key="changed" at={client.updated_at} />],
      ]}
    />
  );
}
