import { Button } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { useRead } from '../../../api/use-read.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { Copyable } from '../../../components/copy-button.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Facts } from '../../../components/facts.tsx';
import { CheckField } from '../../../components/fields.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { EnabledState } from '../enabled-state.tsx';
import { ProviderForm, type ProviderValues, type ShownProvider } from './provider-form.tsx';

/** One provider: what to register there, its settings, its end. */
export function Provider() {
  const { t } = useTranslation('providers');
  const { provider_id } = useParams({ from: '/providers/$provider_id' });
  const { data: provider, error } = useRead('getProvider', { params: { provider_id } });
  const crumbs = [{ label: t('title'), to: '/providers' }];
  if (provider === undefined) {
    return (
      <Page title={t('provider')} crumbs={crumbs}>
        <ErrorNotice error={error} />
      </Page>
    );
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
      <Ending provider={provider} />
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

function Ending({ provider }: { readonly provider: ShownProvider }) {
  const { t } = useTranslation(['providers', 'admin']);
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'disable' | 'delete' | null>(null);
  const enable = useChange('enableProvider', ['getProvider', 'listProviders']);
  const { provider_id, display_name: name, disabled_at } = provider;
  const params = { provider_id };
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
        id="disableProvider"
        change={asked === 'disable' ? { params } : null}
        refreshes={['getProvider', 'listProviders']}
        title={t('disableTitle', { name })}
        consequences={[t('disableBreaks'), t('disableUndone')]}
        verb={t('admin:disable')}
        onClose={close}
      />
      <ConfirmChange
        id="deleteProvider"
        change={asked === 'delete' ? { params } : null}
        refreshes={['listProviders']}
        title={t('deleteTitle', { name })}
        consequences={[t('deleteBreaks'), t('admin:forGood')]}
        name={name}
        verb={t('admin:delete')}
        onClose={close}
        onDone={() => void navigate({ to: '/providers' })}
      />
    </Section>
  );
}
