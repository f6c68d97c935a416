import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { useList } from '../../../api/use-list.ts';
import { SelectField, TextField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import { Page } from '../../../components/page.tsx';

/** A further issuer in the same installation. */
export function NewTenant() {
  const { t } = useTranslation('tenant');
  const navigate = useNavigate();
  const presets = useList('listPresets', {});
  const [values, setValues] = useState({ name: '', display_name: '', issuer: '', preset: 'standard' });
  const create = useChange('createTenant', ['listTenants']);
  const bind = (name: keyof typeof values) => ({
    name,
    value: values[name],
    onChange: (value: string) => setValues((known) => ({ ...known, [name]: value })),
  });
  const submit = () => {
    const { name, display_name, issuer, preset } = values;
    const body = {
      name,
      preset,
      ...(display_name === '' ? {} : { display_name }),
      ...(issuer === '' ? {} : { issuer }),
    };
    create.mutate({ body }, { onSuccess: () => void navigate({ to: '/tenants/$name', params: { name } }) });
  };
  return (
    <Page title={t('new')} lead={t('newLead')} crumbs={[{ label: t('tenants'), to: '/tenants' }]}>
      <Form error={create.error} fields={['name', 'display_name', 'issuer', 'preset']} onSubmit={submit}>
        <TextField {...bind('name')} label={t('name')} hint={t('newNameHint')} isRequired />
        <TextField {...bind('display_name')} label={t('displayName')} hint={t('displayNameHint')} />
        <TextField {...bind('issuer')} type="url" label={t('newIssuer')} placeholder="https://id.example" />
        <SelectField
          {...bind('preset')}
          label={t('newPreset')}
          options={Object.fromEntries(presets.items.map(({ name }) => [name, name]))}
        />
        <Submit verb={t('create')} isBusy={create.isPending} />
      </Form>
    </Page>
  );
}
