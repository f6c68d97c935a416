import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { CheckField } from '../../../components/fields.tsx';
import { Page } from '../../../components/page.tsx';
import { ProviderForm, type ProviderValues } from './provider-form.tsx';

/** One more place where users have an account already. */
export function NewProvider() {
  const { t } = useTranslation('providers');
  const navigate = useNavigate();
  const [verify, setVerify] = useState(true);
  const add = useChange('addProvider', ['listProviders']);
  const submit = ({ position: _, client_secret, ...values }: ProviderValues) => {
    const body = { ...values, client_secret: client_secret === '' ? null : client_secret };
    add.mutate(
      { body, query: { verify: verify ? 'true' : 'false' } },
      { onSuccess: ({ provider_id }) => void navigate({ to: '/providers/$provider_id', params: { provider_id } }) },
    );
  };
  return (
    <Page title={t('new')} lead={t('newLead')} crumbs={[{ label: t('title'), to: '/providers' }]}>
      <ProviderForm
        known={null}
        error={add.error}
        isBusy={add.isPending}
        isSaved={false}
        verb={t('add')}
        onSubmit={submit}
      >
        <CheckField name="verify" label={t('verify')} hint={t('verifyHint')} value={verify} onChange={setVerify} />
      </ProviderForm>
    </Page>
  );
}
