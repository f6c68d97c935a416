import './quickstart.css';
import { Button, Tabs } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-read.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Section } from '../../components/page.tsx';
import { Sentences } from '../../components/sentences.tsx';
import { quickstart as texts } from '../../texts/en/quickstart.ts';
import { ClientPage } from '../client-page/client-page.tsx';
import type { ShownClient } from '../clients/client.tsx';

type Code = Results['getQuickstart'];
type Language = Code['language'];

/** Code for this client, in the language of the developer. */
export function Quickstart() {
  const { t } = useTranslation('quickstart');
  const { client_id } = useParams({ from: '/clients/$client_id/quickstart' });
  return (
    <ClientPage client_id={client_id} title={t('title')} lead={t('lead')}>
      {(client) => <Languages client={client} />}
    </ClientPage>
  );
}

/** What runs in the browser is written for the browser, everything else for Node.js, until another language is chosen. */
function firstLanguage({ token_endpoint_auth_method, application_type }: ShownClient): Language {
  return token_endpoint_auth_method === 'none' && application_type !== 'native' ? 'browser' : 'node';
}

function Languages({ client }: { readonly client: ShownClient }) {
  const { client_id } = client;
  const first = firstLanguage(client);
  const preferred = useRead('getQuickstart', { params: { client_id, language: first } });
  // Few clients have no code in the language that is tried first, and hardly any has none in this one either.
  const fallback = useRead(
    'getQuickstart',
    { params: { client_id, language: 'curl' } },
    { enabled: isRefused(preferred.error) },
  );
  const code = preferred.data ?? fallback.data;
  if (code !== undefined) return <Tabbed client_id={client_id} first={code} />;
  const error = isRefused(preferred.error) ? fallback.error : preferred.error;
  return isRefused(error) ? (
    <NoCode problem={error.fields[0]?.problem ?? error.message} />
  ) : (
    <ErrorNotice error={error} />
  );
}

function isRefused(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.status === 400;
}

function NoCode({ problem }: { readonly problem: string }) {
  const { t } = useTranslation('quickstart');
  return <EmptyState title={t('none')}>{problem}</EmptyState>;
}

function Tabbed({ client_id, first }: { readonly client_id: string; readonly first: Code }) {
  const { t } = useTranslation('quickstart');
  const [language, setLanguage] = useState<Language>(first.language);
  const { data: code, error } = useRead('getQuickstart', { params: { client_id, language } });
  return (
    <Tabs
      value={language}
      onChange={(value) => setLanguage((value ?? language) as Language)}
      keepMounted={false}
      unstyled
    >
      <Tabs.List aria-label={t('language')} className="languages">
        {first.languages.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {texts.languageName[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {first.languages.map((name) => (
        <Tabs.Panel key={name} value={name} className="stack roomy language">
          <ErrorNotice error={error} />
          {code === undefined ? null : <Steps code={code} client_id={client_id} />}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** One after the other, as it is done. */
function Steps({ code, client_id }: { readonly code: Code; readonly client_id: string }) {
  const { t } = useTranslation('quickstart');
  const { notes, install, files, run } = code;
  return (
    <div className="stack roomy">
      {notes.length === 0 ? null : (
        <Section title={t('notes')}>
          <Sentences sentences={notes} />
        </Section>
      )}
      {install === null ? null : (
        <Section title={t('install')}>
          <CodeBlock title={t('terminal')} code={install} />
        </Section>
      )}
      <Section title={t('files', { count: files.length })}>
        {files.map(({ name, content }) => (
          <CodeBlock key={name} title={name} code={content} />
        ))}
      </Section>
      <Section title={t('run')} lead={t('runLead')}>
        <CodeBlock title={t('terminal')} code={run} />
        <div>
          <Button component={Link} to={`/clients/${client_id}/trace`} variant="default">
            {t('toTrace')}
          </Button>
        </div>
      </Section>
    </div>
  );
}
