import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import type { ShownClient } from '../clients/client.tsx';
import { canCurl, curlCommand } from './curl.ts';
import { responseIn, TokenAnswer } from './token-answer.tsx';

export interface TokenRequestProps {
  readonly title: string;
  readonly lead: string;
  readonly client: ShownClient;
  readonly token_endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  onToken(token: string): void;
}

/**
 * A token request, sent by the developer: the console neither has secrets of clients nor is it allowed to speak with anything but the
 * management API (its Content-Security-Policy).
 */
export function TokenRequest({ title, lead, client, token_endpoint, parameters, onToken }: TokenRequestProps) {
  const { t } = useTranslation('playground');
  const [pasted, setPasted] = useState('');
  const { token_endpoint_auth_method: method = 'client_secret_basic' } = client;
  const refresh_token = responseIn(pasted)?.refresh_token;
  return (
    <Section title={title} lead={lead}>
      {canCurl(client) ? (
        <>
          {method === 'none' ? null : <p>{t('secretHint')}</p>}
          <CodeBlock title={t('terminal')} code={curlCommand(token_endpoint, client, parameters)} />
        </>
      ) : (
        <Notice tone="plain" icon="key" title={t('noCommand', { method })}>
          <p>{t('noCommandLead')}</p>
        </Notice>
      )}
      <Textarea
        label={t('responseLabel')}
        value={pasted}
        rows={5}
        spellCheck={false}
        autoComplete="off"
        className="pasted"
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      {pasted.trim() === '' ? null : <TokenAnswer pasted={pasted} onToken={onToken} />}
      {typeof refresh_token === 'string' ? (
        <TokenRequest
          key={refresh_token}
          title={t('refresh')}
          lead={t('refreshLead')}
          client={client}
          token_endpoint={token_endpoint}
          parameters={{ grant_type: 'refresh_token', refresh_token }}
          onToken={onToken}
        />
      ) : null}
    </Section>
  );
}
