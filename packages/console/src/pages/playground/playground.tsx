import './playground.css';
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/use-read.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ClientPage } from '../client-page/client-page.tsx';
import type { ShownClient } from '../clients/client.tsx';
import type { Metadata } from './attempt.ts';
import { CodeFlow } from './code-flow.tsx';
import { TokenReader } from './token-reader.tsx';
import { TokenRequest } from './token-request.tsx';

/** Each flow of a client, by hand; and what is in a token. */
export function Playground() {
  const { t } = useTranslation('playground');
  const { client_id } = useParams({ from: '/clients/$client_id/playground' });
  const { data: metadata, error } = useRead('getMetadata', {});
  return (
    <ClientPage client_id={client_id} title={t('title')} lead={t('lead')}>
      {(client) =>
        metadata === undefined ? <ErrorNotice error={error} /> : <Flows client={client} metadata={metadata} />
      }
    </ClientPage>
  );
}

function Flows({ client, metadata }: { readonly client: ShownClient; readonly metadata: Metadata }) {
  const { t } = useTranslation('playground');
  const [token, setToken] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const read = (shown: string) => {
    setToken(shown);
    field.current?.focus();
  };
  const { grant_types = [], response_types = [], scope = '' } = client;
  const hasCode = grant_types.includes('authorization_code') && response_types.includes('code');
  const isService = grant_types.includes('client_credentials') && (client.resource ?? []).length === 0;
  return (
    <>
      {hasCode ? <CodeFlow client={client} metadata={metadata} onToken={read} /> : null}
      {isService ? (
        <TokenRequest
          title={t('redeem')}
          lead={t('redeemLead')}
          client={client}
          token_endpoint={metadata.endpoints.token_endpoint ?? ''}
          parameters={{ grant_type: 'client_credentials', ...(scope === '' ? {} : { scope }) }}
          onToken={read}
        />
      ) : null}
      <TokenReader field={field} metadata={metadata} token={token} onChange={setToken} />
    </>
  );
}
