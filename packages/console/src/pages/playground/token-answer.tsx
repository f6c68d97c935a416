import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import type { Json } from './token.ts';
import { TraceLink } from './trace-link.tsx';

/** Members of answers that can be taken apart. */
const READABLE = ['access_token', 'id_token'];

/** The JSON in what a terminal shows, with or without the headers before it. */
export function responseIn(pasted: string): Json | null {
  const text = pasted.trim();
  return jsonIn(text.slice(text.lastIndexOf('\n\n') + 1)) ?? jsonIn(text.slice(text.indexOf('{')));
}

/** null: it is no JSON object. */
export function jsonIn(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
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

/** What the token endpoint said to a terminal (RFC 6749 §5.1, §5.2), member by member. */
export function TokenAnswer({ pasted, onToken }: TokenAnswerProps) {
  const { t } = useTranslation('playground');
  const response = responseIn(pasted);
  if (response === null) return <Notice tone="caution" icon="warning" title={t('noJson')} />;
  return (
    <>
      {'access_token' in response ? null : <Refusal pasted={pasted} />}
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
      {trace_id === undefined ? <p>{t('responseWrongLead')}</p> : <TraceLink trace_id={trace_id} isRefused />}
    </Notice>
  );
}

interface MemberProps extends Pick<TokenAnswerProps, 'onToken'> {
  readonly name: string;
  readonly value: unknown;
}

/** One member of an answer; a token can be read. */
export function Member({ name, value, onToken }: MemberProps) {
  return (
    <span className="row">
      <code className="clipped">{typeof value === 'string' ? value : JSON.stringify(value)}</code>
      <ReadToken name={name} value={value} onToken={onToken} />
    </span>
  );
}

export const hasTokens = (response: Json): boolean => READABLE.some((name) => name in response);

/** What can be read of an answer; nothing where that is nothing. */
export function ReadTokens({ response, onToken }: Pick<TokenAnswerProps, 'onToken'> & { readonly response: Json }) {
  const tokens = Object.entries(response).filter(([name]) => READABLE.includes(name));
  if (tokens.length === 0) return null;
  return (
    <div className="row">
      {tokens.map(([name, value]) => (
        <ReadToken key={name} name={name} value={value} onToken={onToken} />
      ))}
    </div>
  );
}

function ReadToken({ name, value, onToken }: MemberProps) {
  const { t } = useTranslation('playground');
  if (!READABLE.includes(name) || typeof value !== 'string') return null;
  return (
    <Button variant="default" size="sm" onClick={() => onToken(value)}>
      {t('read', { name })}
    </Button>
  );
}
