import { Button, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { SelectField, TextField } from '../../components/fields.tsx';
import { Form, Submit } from '../../components/form.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import type { ShownClient } from '../clients/client.tsx';
import { type Answer, type Attempt, beginAttempt, type Metadata, readAnswer, urlOf } from './attempt.ts';
import { TokenRequest } from './token-request.tsx';

interface CodeFlowProps {
  readonly client: ShownClient;
  readonly metadata: Metadata;
  /** A token came. */
  onToken(token: string): void;
}

/** The code flow with PKCE, step by step, each request and answer to be seen. The developer carries what goes from one to the next. */
export function CodeFlow({ client, metadata, onToken }: CodeFlowProps) {
  const { t } = useTranslation('playground');
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  return (
    <>
      <Section title={t('ask')} lead={t('askLead')}>
        <Choosing client={client} endpoint={metadata.endpoints.authorization_endpoint ?? ''} onBegin={setAttempt} />
      </Section>
      {attempt === null ? null : (
        <Running key={attempt.code_verifier} attempt={attempt} client={client} metadata={metadata} onToken={onToken} />
      )}
    </>
  );
}

function Choosing(props: { readonly client: ShownClient; readonly endpoint: string; onBegin(attempt: Attempt): void }) {
  const { t } = useTranslation('playground');
  const { client, endpoint, onBegin } = props;
  const { client_id, redirect_uris = [] } = client;
  const [redirect_uri, setRedirectUri] = useState(redirect_uris[0] ?? '');
  const [scope, setScope] = useState(client.scope ?? '');
  const [more, setMore] = useState('');
  const begin = async () => onBegin(await beginAttempt({ client_id, redirect_uri, scope, more }, endpoint));
  return (
    <Form error={null} fields={[]} onSubmit={() => void begin()}>
      <SelectField
        name="redirect_uri"
        label="redirect_uri"
        hint={t('redirectHint')}
        value={redirect_uri}
        options={Object.fromEntries(redirect_uris.map((uri) => [uri, uri]))}
        onChange={(uri) => setRedirectUri(uri)}
      />
      <TextField name="scope" label="scope" value={scope} onChange={setScope} />
      <TextField
        name="more"
        label={t('more')}
        hint={t('moreHint')}
        placeholder="prompt=login"
        value={more}
        onChange={setMore}
      />
      <Submit verb={t('build')} isBusy={false} />
    </Form>
  );
}

function Running({ attempt, client, metadata, onToken }: { readonly attempt: Attempt } & CodeFlowProps) {
  const { t } = useTranslation('playground');
  const [pasted, setPasted] = useState('');
  const answer = pasted.trim() === '' ? null : readAnswer(pasted, attempt, metadata.issuer);
  return (
    <>
      <Section title={t('request')} lead={t('requestLead')}>
        <Request attempt={attempt} />
      </Section>
      <Section title={t('answer')} lead={t('answerLead')}>
        <Textarea
          label={t('answerLabel')}
          value={pasted}
          rows={3}
          spellCheck={false}
          autoComplete="off"
          className="pasted"
          onChange={(event) => setPasted(event.currentTarget.value)}
        />
        {answer === null ? null : <Answered answer={answer} client_id={client.client_id} />}
      </Section>
      {answer === null || answer.code === null || answer.problems.includes('wrongState') ? null : (
        <TokenRequest
          title={t('redeemCode')}
          lead={t('redeemCodeLead')}
          client={client}
          token_endpoint={metadata.endpoints.token_endpoint ?? ''}
          parameters={{
            grant_type: 'authorization_code',
            code: answer.code,
            redirect_uri: attempt.redirect_uri,
            code_verifier: attempt.code_verifier,
          }}
          onToken={onToken}
        />
      )}
    </>
  );
}

function Request({ attempt }: { readonly attempt: Attempt }) {
  const { t } = useTranslation('playground');
  const url = urlOf(attempt);
  return (
    <>
      <Facts
        facts={[
          ['GET', <code key="endpoint">{attempt.authorization_endpoint}</code>],
          ...attempt.parameters.map(([name, value]) => [name, <code key={name}>{value}</code>] as const),
        ]}
      />
      <div className="row">
        <Button component="a" href={url} target="_blank" rel="noreferrer">
          {t('open')}
        </Button>
        <CopyButton value={url} what={t('address')} />
      </div>
    </>
  );
}

function Answered({
  answer: { parameters, problems },
  client_id,
}: {
  readonly answer: Answer;
  readonly client_id: string;
}) {
  const { t } = useTranslation('playground');
  return (
    <>
      {problems.length === 0 ? (
        <Notice tone="good" icon="check" title={t('answerFine')} />
      ) : (
        <Notice tone="danger" icon="warning" title={t('answerWrong')} alert>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{t(`answerProblem.${problem}`)}</li>
            ))}
          </ul>
          {problems.includes('refused') ? (
            <p>
              <Link to="/clients/$client_id/trace" params={{ client_id }}>
                {t('seeTrace')}
              </Link>
            </p>
          ) : null}
        </Notice>
      )}
      <Facts facts={parameters.map(([name, value]) => [name, <code key={name}>{value}</code>] as const)} />
    </>
  );
}
