import './playground.css';
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/use-read.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SelectField } from '../../components/fields.tsx';
import { ClientPage } from '../client-page/client-page.tsx';
import type { ShownClient } from '../clients/client.tsx';
import { CodeFlow } from './code-flow.tsx';
import type { Dialect, Metadata } from './dialect.ts';
import type { Play } from './play.ts';
import { TokenReader } from './token-reader.tsx';
import { Tokens } from './tokens.tsx';

/** Each flow of a client, step by step; and what is in a token. */
export function Playground() {
  const { t } = useTranslation('playground');
  const { client_id } = useParams({ from: '/clients/$client_id/playground' });
  const { data: metadata, error } = useRead('getMetadata', {});
  return (
    <ClientPage client_id={client_id} title={t('title')} lead={t('lead')}>
      {(client) =>
        metadata === undefined ? <ErrorNotice error={error} /> : <Trying client={client} metadata={metadata} />
      }
    </ClientPage>
  );
}

function Trying({ client, metadata }: { readonly client: ShownClient; readonly metadata: Metadata }) {
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const [token, setToken] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const { dialects, issuer } = metadata;
  const dialect = dialects.find((known) => known.name === name) ?? dialects[0];
  if (dialect === undefined) return null;
  const read = (shown: string) => {
    setToken(shown);
    field.current?.focus();
  };
  const play: Play = { client, issuer, dialect, secret, onSecret: setSecret, onToken: read };
  return (
    <>
      {dialects.length > 1 ? <Dialects dialects={dialects} name={dialect.name} onChange={setName} /> : null}
      <Flows play={play} key={dialect.name} />
      <TokenReader field={field} metadata={metadata} token={token} onChange={setToken} />
    </>
  );
}

interface DialectsProps {
  readonly dialects: readonly Dialect[];
  readonly name: string;
  onChange(name: string): void;
}

/** A code is redeemed in the dialect in which it was given, so that one is chosen for the whole. */
function Dialects({ dialects, name, onChange }: DialectsProps) {
  const { t } = useTranslation('playground');
  return (
    <SelectField
      name="dialect"
      label={t('dialect')}
      hint={t('dialectHint')}
      value={name}
      options={Object.fromEntries(dialects.map((dialect) => [dialect.name, dialect.name]))}
      onChange={onChange}
    />
  );
}

function Flows({ play }: { readonly play: Play }) {
  const { t } = useTranslation('playground');
  const { grant_types = [], response_types = [], resource = [], scope = '' } = play.client;
  const isService = grant_types.includes('client_credentials') && resource.length === 0;
  return (
    <>
      {response_types.length > 0 ? <CodeFlow play={play} /> : null}
      {isService ? (
        <Tokens
          title={t('redeem')}
          lead={t('redeemLead')}
          play={play}
          scope={scope}
          parameters={{ grant_type: 'client_credentials', ...(scope === '' ? {} : { scope }) }}
        />
      ) : null}
    </>
  );
}
