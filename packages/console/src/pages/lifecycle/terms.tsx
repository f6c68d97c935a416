import './lifecycle.css';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../api/operations.ts';
import { useChange } from '../../api/use-change.ts';
import { useList } from '../../api/use-list.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SelectField, TextAreaField, TextField } from '../../components/fields.tsx';
import { Form, Saved, Submit } from '../../components/form.tsx';
import { Section } from '../../components/page.tsx';
import { When } from '../../components/when.tsx';
import { AppPage } from './app-page.tsx';

type Version = ItemOf<'listTerms'>;

/** The terms that users agree to before they go on to an app, and every version before. */
export function Terms() {
  const { t } = useTranslation('lifecycle');
  const { app_id } = useParams({ from: '/apps/$app_id/terms' });
  return (
    <AppPage app_id={app_id} title={t('terms')} lead={t('termsLead')}>
      {() => (
        <>
          <Versions app_id={app_id} />
          <Section title={t('publish')} lead={t('publishLead')}>
            <Publishing app_id={app_id} />
          </Section>
        </>
      )}
    </AppPage>
  );
}

function Versions({ app_id }: { readonly app_id: string }) {
  const { t } = useTranslation(['lifecycle', 'common']);
  const { items, isLoading, error } = useList('listTerms', { params: { app_id } });
  if (isLoading) return <output className="muted">{t('common:loading')}</output>;
  if (error !== null) return <ErrorNotice error={error} />;
  if (items.length === 0) return <p className="muted">{t('noTerms')}</p>;
  return (
    <ol className="stack" aria-label={t('versions')}>
      {items.map((version, index) => (
        <li key={version.version}>
          <details className="reasons version" open={index === 0}>
            <summary>{t(index === 0 ? 'versionNow' : 'version', { version: version.version })}</summary>
            <p className="muted small">
              {t('published')} <When at={version.created_at} />
            </p>
            <Content version={version} />
          </details>
        </li>
      ))}
    </ol>
  );
}

function Content({ version: { text, uri } }: { readonly version: Version }) {
  if (uri !== null) {
    return (
      <a href={uri} target="_blank" rel="noreferrer">
        {uri}
      </a>
    );
  }
  return <p className="terms-text">{text}</p>;
}

function Publishing({ app_id }: { readonly app_id: string }) {
  const { t } = useTranslation('lifecycle');
  const [kind, setKind] = useState<'text' | 'uri'>('text');
  const [value, setValue] = useState('');
  const publish = useChange('publishTerms', ['listTerms', 'getApp']);
  const submit = () => {
    const body = kind === 'text' ? { text: value } : { uri: value.trim() };
    publish.mutate({ params: { app_id }, body }, { onSuccess: () => setValue('') });
  };
  return (
    <Form error={publish.error} fields={[kind]} onSubmit={submit}>
      <SelectField
        name="kind"
        label={t('termsWhere')}
        value={kind}
        options={{ text: t('termsHere'), uri: t('termsThere') }}
        onChange={(chosen) => {
          setKind(chosen);
          setValue('');
          publish.reset();
        }}
      />
      {kind === 'text' ? (
        <TextAreaField
          name="text"
          label={t('termsText')}
          hint={t('plainText')}
          value={value}
          maxLength={20_000}
          onChange={setValue}
        />
      ) : (
        <TextField name="uri" type="url" label={t('termsUri')} value={value} isRequired onChange={setValue} />
      )}
      <Submit verb={t('publishIt')} isBusy={publish.isPending}>
        <Saved isShown={publish.isSuccess && value === ''} />
      </Submit>
    </Form>
  );
}
