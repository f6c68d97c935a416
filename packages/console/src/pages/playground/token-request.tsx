import { useTranslation } from 'react-i18next';
import { SecretField } from '../../components/fields.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { authMethodOf, canSpeakFor } from './authenticated-client.ts';
import { Exchange } from './exchange.tsx';
import { isHere, type Play } from './play.ts';
import { Terminal } from './terminal.tsx';
import type { Json } from './token.ts';
import { jsonIn } from './token-answer.tsx';
import { type Parameters, tokenRequest } from './wire.ts';

export interface TokenRequestProps {
  readonly title: string;
  readonly lead: string;
  readonly play: Play;
  /** By their names in the RFCs, with the grant_type. */
  readonly parameters: Parameters;
  /** The JSON that came, whichever way it was sent. */
  onResponse(response: Json): void;
}

/** A token request, sent from this page or by hand. */
export function TokenRequest({ title, lead, play, parameters, onResponse }: TokenRequestProps) {
  const { t } = useTranslation('playground');
  const { client, dialect } = play;
  const { token_endpoint: endpoint = '' } = dialect.endpoints;
  const isReachable = isHere(endpoint);
  const canSend = isReachable && canSpeakFor(client);
  return (
    <Section title={title} lead={lead}>
      {canSend ? <Sending play={play} parameters={parameters} onResponse={onResponse} /> : null}
      {isReachable ? null : (
        <Notice tone="plain" icon="key" title={t('notHere')}>
          <p>{t('notHereLead', { endpoint })}</p>
        </Notice>
      )}
      <Terminal play={play} parameters={parameters} isOnlyWay={!canSend} onResponse={onResponse} />
    </Section>
  );
}

type SendingProps = Pick<TokenRequestProps, 'play' | 'parameters' | 'onResponse'>;

function Sending({ play, parameters, onResponse }: SendingProps) {
  const { t } = useTranslation('playground');
  const { client, dialect, secret, onSecret, onToken } = play;
  const outgoing = tokenRequest(dialect, client, parameters, secret);
  return (
    <Exchange outgoing={outgoing} isTraced onToken={onToken} onReceived={({ body }) => onResponse(jsonIn(body) ?? {})}>
      {authMethodOf(client) === 'none' ? null : (
        <SecretField
          name="client_secret"
          label="client_secret"
          hint={t('secretHere')}
          value={secret}
          onChange={onSecret}
        />
      )}
    </Exchange>
  );
}
