import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { useRead } from '../../../api/use-read.ts';
import { Copyable } from '../../../components/copy-button.tsx';
import { Ending } from '../../../components/ending.tsx';
import { Facts } from '../../../components/facts.tsx';
import { CheckField } from '../../../components/fields.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { PageToCome } from '../../../components/to-come.tsx';
import { EnabledState } from '../enabled-state.tsx';
import { ProviderForm, type ProviderValues, type ShownProvider } from './provider-form.tsx';

/** One provider: what to register there, its settings, its end. */
export function Provider() {
  const { t } = useTranslation('providers');
  const { provider_id } = useParams({ from: '/providers/$provider_id' });
  const { data: provider, error } = useRead('getProvider', { params: { provider_id } });
  const crumbs = [{ label: t('title'), to: '/providers' }];
  if (provider === undefined) {
    return <PageToCome title={t('provider')} crumbs={crumbs} error={error} />;
  }
  const { display_name, disabled_at, redirect_uri, issuer } = provider;
  return (
    <Page title={display_name} crumbs={crumbs} about={<EnabledState disabled_at={disabled_at} />} key={provider_id}>
      <Section title={t('there')} lead={t('redirectUriLead')}>
        <Facts
          facts={[
            [t('redirectUri'), <Copyable key="redirect" value={redirect_uri} what={t('redirectUri')} />],
            [t('issuer'), <Copyable key="issuer" value={issuer} what={t('issuer')} />],
          ]}
        />
      </Section>
      <Settings provider={provider} />
      <ProviderEnding provider={provider} />
    </Page>
  );
}

function Settings({ provider }: { readonly provider: ShownProvider }) {
  const { t } = useTranslation(['providers', 'common']);
  const [removesSecret, setRemovesSecret] = useState(false);
  const save = useChange('updateProvider', ['getProvider', 'listProviders']);
  const { provider_id } = provider;
  const submit = ({ provider_id: _, issuer: __, client_secret, position, ...values }: ProviderValues) => {
    const secret = removesSecret ? { client_secret: null } : client_secret === '' ? {} : { client_secret };
    const body = { ...values, ...secret, position: Number(position) };
    save.mutate({ params: { provider_id }, body }, { onSuccess: () => setRemovesSecret(false) });
  };
  return (
    <Section title={t('settings')}>
      <ProviderForm
        // Anew when it was saved, so that a secret does not stay on the page.
        key={provider.updated_at}
        known={provider}
        error={save.error}
        isBusy={save.isPending}
        isSaved={save.isSuccess}
        verb={t('common:save')}
        onSubmit={submit}
      >
        {provider.has_client_secret ? (
          <CheckField
            name="removes_secret"
            label={t('removeSecret')}
            hint={t('removeSecretHint')}
            value={removesSecret}
            onChange={setRemovesSecret}
          />
        ) : null}
      </ProviderForm>
    </Section>
  );
}

/** How a provider is stopped, for a while or for good. */
function ProviderEnding({ provider }: { readonly provider: ShownProvider }) {
  const { t } = useTranslation(['providers', 'common']);
  const navigate = useNavigate();
  const { provider_id, display_name: name, disabled_at } = provider;
  const change = { params: { provider_id } };
  return (
    <Ending
      disabled_at={disabled_at}
      lead={disabled_at === null ? t('endingLead') : t('disabledLead')}
      enable={{ id: 'enableProvider', change, refreshes: ['getProvider', 'listProviders'] }}
      disable={{
        id: 'disableProvider',
        change,
        refreshes: ['getProvider', 'listProviders'],
        title: t('disableTitle', { name }),
        consequences: [t('disableBreaks'), t('disableUndone')],
      }}
      remove={{
        id: 'deleteProvider',
        change,
        refreshes: ['listProviders'],
        title: t('deleteTitle', { name }),
        consequences: [t('deleteBreaks'), t('common:forGood')],
        name,
        onDone: () => void navigate({ to: '/providers' }),
      }}
    />
  );
}
