import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inputs } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { SelectField, TextField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import { apis } from '../../../texts/en/apis.ts';
import type { ResourceServer } from './resource-servers.tsx';

type Body = Inputs['putResourceServer']['body'];
type Algorithm = NonNullable<Body['access_token_signing_alg']>;

const ALGORITHMS = {
  ES256: 'ES256',
  RS256: 'RS256',
  PS256: 'PS256',
  EdDSA: 'EdDSA',
} as const satisfies Partial<Record<Algorithm, string>>;
const FIELDS = ['resource', 'name', 'access_token_format', 'access_token_ttl', 'access_token_signing_alg'] as const;

/** An API, new or known; its identifier stays. */
export function ResourceServerForm({ known, onSaved }: { readonly known: ResourceServer | null; onSaved(): void }) {
  const { t } = useTranslation('apis');
  const [values, setValues] = useState({
    resource: known?.resource ?? '',
    name: known?.name ?? '',
    access_token_format: known?.access_token_format ?? 'jwt',
    access_token_ttl: known?.access_token_ttl === undefined ? '' : String(known.access_token_ttl ?? ''),
    access_token_signing_alg: (known?.access_token_signing_alg ?? 'ES256') as keyof typeof ALGORITHMS,
  });
  const save = useChange('putResourceServer', ['listResourceServers']);
  const bind = <Name extends keyof typeof values>(name: Name) => ({
    name,
    value: values[name],
    onChange: (value: (typeof values)[Name]) => setValues((before) => ({ ...before, [name]: value })),
  });
  const submit = () => {
    const { resource, access_token_ttl, ...rest } = values;
    const body: Body = { ...rest, access_token_ttl: access_token_ttl === '' ? null : Number(access_token_ttl) };
    save.mutate({ params: { resource }, body }, { onSuccess: onSaved });
  };
  return (
    <Form error={save.error} fields={FIELDS} onSubmit={submit}>
      {known === null ? (
        <TextField
          {...bind('resource')}
          label={t('resource')}
          hint={t('resourceHint')}
          placeholder="https://api.example/v1"
          isRequired
        />
      ) : null}
      <TextField {...bind('name')} label={t('name')} maxLength={200} isRequired />
      <SelectField {...bind('access_token_format')} label={t('format')} options={apis.formatName} />
      <TextField {...bind('access_token_ttl')} type="number" label={t('ttl')} hint={t('ttlHint')} />
      {values.access_token_format === 'jwt' ? (
        <SelectField {...bind('access_token_signing_alg')} label={t('alg')} options={ALGORITHMS} />
      ) : null}
      <Submit verb={t('save')} isBusy={save.isPending} />
    </Form>
  );
}
