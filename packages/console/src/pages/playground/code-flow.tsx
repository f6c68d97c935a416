import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { awaitAnswer } from './answer-channel.ts';
import { type Answer, type Attempt, givesCode, readAnswer, urlOf } from './attempt.ts';
import { Choosing } from './choosing.tsx';
import { PastedField } from './pasted-field.tsx';
import { callbackOf, type Play } from './play.ts';
import { Member } from './token-answer.tsx';
import { Tokens } from './tokens.tsx';
import { TraceOfClient } from './trace-link.tsx';
import { Userinfo } from './userinfo.tsx';

/** What begins with the user: authorization code, implicit and hybrid flow, each request and answer to be seen. */
export function CodeFlow({ play }: { readonly play: Play }) {
  const { t } = useTranslation('playground');
  const [attempt, setAttempt] = useState<{ readonly number: number; readonly attempt: Attempt } | null>(null);
  const begin = (next: Attempt) => setAttempt((last) => ({ number: (last?.number ?? 0) + 1, attempt: next }));
  return (
    <>
      <Section title={t('ask')} lead={t('askLead')}>
        <Choosing play={play} onBegin={begin} />
      </Section>
      {attempt === null ? null : <Running key={attempt.number} attempt={attempt.attempt} play={play} />}
    </>
  );
}

interface RunningProps {
  readonly attempt: Attempt;
  readonly play: Play;
}

function Running({ attempt, play }: RunningProps) {
  const { t } = useTranslation('playground');
  const [address, setAddress] = useState('');
  const answer = address.trim() === '' ? null : readAnswer(address, attempt, play.issuer);
  const comesBack = attempt.redirect_uri === callbackOf(play);
  return (
    <>
      <Section title={t('request')} lead={t('requestLead')}>
        <Request attempt={attempt} />
      </Section>
      <Section title={t('answer')} lead={comesBack ? t('answerHereLead') : t('answerLead')}>
        {comesBack ? (
          <Awaited attempt={attempt} issuer={play.issuer} hasCome={answer !== null} onAddress={setAddress} />
        ) : (
          <PastedField label={t('answerLabel')} value={address} rows={3} onChange={setAddress} />
        )}
        {answer === null ? null : <Answered answer={answer} play={play} />}
      </Section>
      {answer === null ? null : <WithAnswer answer={answer} attempt={attempt} play={play} />}
    </>
  );
}

function Request({ attempt }: Pick<RunningProps, 'attempt'>) {
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

interface AwaitedProps {
  readonly attempt: Attempt;
  readonly issuer: string;
  readonly hasCome: boolean;
  onAddress(address: string): void;
}

/** Waits for the tab that the answer comes to. */
function Awaited({ attempt: { state }, issuer, hasCome, onAddress }: AwaitedProps) {
  const { t } = useTranslation('playground');
  useEffect(() => awaitAnswer({ issuer }, state, onAddress), [issuer, state, onAddress]);
  return <output className={hasCome ? 'spoken' : 'muted'}>{hasCome ? t('cameBack') : t('waiting')}</output>;
}

function Answered({ answer: { parameters, problems }, play }: { readonly answer: Answer; readonly play: Play }) {
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
          {problems.includes('refused') ? <TraceOfClient client_id={play.client.client_id} /> : null}
        </Notice>
      )}
      <Facts
        facts={parameters.map(
          ([name, value]) => [name, <Member key={name} name={name} value={value} onToken={play.onToken} />] as const,
        )}
      />
    </>
  );
}

/** What its code and its token are good for. */
function WithAnswer({ answer: { code, access_token }, attempt, play }: RunningProps & { readonly answer: Answer }) {
  const { t } = useTranslation('playground');
  const { redirect_uri, code_verifier, response_type, scope } = attempt;
  return (
    <>
      {code === null || !givesCode(response_type) ? null : (
        <Tokens
          key={code}
          title={t('redeemCode')}
          lead={t('redeemCodeLead')}
          play={play}
          scope={scope}
          parameters={{
            grant_type: 'authorization_code',
            code,
            redirect_uri,
            ...(code_verifier === null ? {} : { code_verifier }),
          }}
        />
      )}
      {access_token === null ? null : (
        <Userinfo key={access_token} play={play} scope={scope} access_token={access_token} />
      )}
    </>
  );
}
