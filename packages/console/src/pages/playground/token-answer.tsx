import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import type { Json } from './token.ts';

/** The JSON in what a terminal shows, with or without the headers before it. */
export function responseIn(pasted: string): Json | null {
  const text = pasted.trim();
  try {
    const value: unknown = JSON.parse(text.slice(text.lastIndexOf('\n\n') + 1));
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

interface TokenAnswerProps {
  readonly pasted: string;
  /** One of its tokens is to be read. */
  onToken(token: string): void;
}

/** What the token endpoint said (RFC 6749 §5.1, §5.2), member by member. */
export function TokenAnswer({ pasted, onToken }: TokenAnswerProps) {
  const { t } = useTranslation('playground');
  const response = responseIn(pasted);
  if (response === null) return <Notice tone="caution" icon="warning" title={t('noJson')} />;
  return (
    <>
      {'error' in response ? <Refusal pasted={pasted} /> : null}
      <Facts
        facts={Object.entries(response).map(
          ([name, value]) => [name, <Member key={name} name={name} value={value} onToken={onToken} />] as const,
        )}
      />
    </>
  );
}

function Refusal({ pasted }: Pick<TokenAnswerProps, 'pasted'>) {
  const { t } = useTranslation('playground');
  const trace_id = /^x-request-id:\s*(\S+)/im.exec(pasted)?.[1];
  return (
    <Notice tone="danger" icon="warning" title={t('responseWrong')}>
      {trace_id === undefined ? (
        <p>{t('responseWrongLead')}</p>
      ) : (
        <p>
          <Link to="/traces/$trace_id" params={{ trace_id }}>
            {t('seeTrace')}
          </Link>
        </p>
      )}
    </Notice>
  );
}

interface MemberProps extends Pick<TokenAnswerProps, 'onToken'> {
  readonly name: string;
  readonly value: unknown;
}

function Member({ name, value, onToken }: MemberProps) {
  const { t } = useTranslation('playground');
  const isToken = (name === 'access_token' || name === 'id_token') && typeof value === 'string';
  return (
    <span className="row">
      <code className="clipped">{typeof value === 'string' ? value : JSON.stringify(value)}</code>
      {isToken ? (
        <Button variant="default" size="sm" onClick={() => onToken(value)}>
          {t('read', { name })}
        </Button>
      ) : null}
    </span>
  );
}
