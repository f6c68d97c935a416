import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { CheckField, SecretField, TextField } from '../../../components/fields.tsx';
import { Form, Saved, Submit } from '../../../components/form.tsx';

export type ShownProvider = Results['getProvider'];

const FIELDS = [
  'display_name',
  'provider_id',
  'issuer',
  'client_id',
  'client_secret',
  'scope',
  'trusts_email',
  'may_create_users',
  'position',
] as const;

function valuesOf(known: ShownProvider | null) {
  return {
    provider_id: known?.provider_id ?? '',
    issuer: known?.issuer ?? '',
    display_name: known?.display_name ?? '',
    client_id: known?.client_id ?? '',
    client_secret: '',
    scope: known?.scope ?? 'openid profile email',
    trusts_email: known?.trusts_email ?? false,
    may_create_users: known?.may_create_users ?? false,
    position: known === null ? '' : String(known.position),
  };
}

export type ProviderValues = ReturnType<typeof valuesOf>;

interface ProviderFormProps {
  readonly known: ShownProvider | null;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly isSaved: boolean;
  readonly verb: string;
  /** Further fields. */
  readonly children?: ReactNode;
  onSubmit(values: ProviderValues): void;
}

/** A provider, new or known; its issuer and short name stay. */
export function ProviderForm({ known, error, isBusy, isSaved, verb, children, onSubmit }: ProviderFormProps) {
  const { t } = useTranslation('providers');
  const [values, setValues] = useState(() => valuesOf(known));
  const bind = <Name extends keyof ProviderValues>(name: Name) => ({
    name,
    value: values[name],
    onChange: (value: ProviderValues[Name]) => setValues((before) => ({ ...before, [name]: value })),
  });
  return (
    <Form error={error} fields={FIELDS} onSubmit={() => onSubmit(values)}>
      {known === null ? (
        <>
          <TextField {...bind('issuer')} type="url" label={t('issuer')} hint={t('issuerHint')} isRequired />
          <TextField {...bind('provider_id')} label={t('id')} hint={t('idHint')} maxLength={32} isRequired />
        </>
      ) : null}
      <TextField {...bind('display_name')} label={t('displayName')} hint={t('displayNameHint')} maxLength={60} />
      <TextField {...bind('client_id')} label={t('clientId')} hint={t('clientIdHint')} maxLength={255} />
      <SecretField
        {...bind('client_secret')}
        label={t('secret')}
        hint={known?.has_client_secret ? t('secretKept') : t('secretHint')}
      />
      <TextField {...bind('scope')} label={t('scope')} hint={t('scopeHint')} />
      <CheckField {...bind('trusts_email')} label={t('trusts')} hint={t('trustsHint')} />
      <CheckField {...bind('may_create_users')} label={t('mayCreate')} hint={t('mayCreateHint')} />
      {known === null ? null : (
        <TextField {...bind('position')} type="number" label={t('position')} hint={t('positionHint')} />
      )}
      {children}
      <Submit verb={verb} isBusy={isBusy}>
        <Saved isShown={isSaved && JSON.stringify(values) === JSON.stringify(valuesOf(known))} />
      </Submit>
    </Form>
  );
}
