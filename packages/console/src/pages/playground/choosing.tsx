import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckField, SelectField, TextField } from '../../components/fields.tsx';
import { Form, Submit } from '../../components/form.tsx';
import { type Attempt, beginAttempt, givesCode } from './attempt.ts';
import { OwnCallback } from './own-callback.tsx';
import { callbackOf, type Play } from './play.ts';

interface ChoosingProps {
  readonly play: Play;
  onBegin(attempt: Attempt): void;
}

/** What the authorization request asks for, out of what the client is registered for. */
export function Choosing({ play, onBegin }: ChoosingProps) {
  const { t } = useTranslation('playground');
  const { client, dialect } = play;
  const { client_id, response_types = [] } = client;
  const [response_type = 'code', setResponseType] = useState(response_types[0]);
  const [redirect_uri, setRedirectUri] = useRedirectUri(play);
  const [scope, setScope] = useState(client.scope ?? '');
  const [usesPkce, setUsesPkce] = useState(client.require_pkce !== false);
  const [more, setMore] = useState('');
  const begin = async () =>
    onBegin(await beginAttempt({ client_id, redirect_uri, response_type, scope, usesPkce, more }, dialect));
  return (
    <>
      <OwnCallback play={play} onAdded={setRedirectUri} />
      <Form error={null} fields={[]} onSubmit={() => void begin()}>
        {response_types.length > 1 ? (
          <SelectField
            name="response_type"
            label="response_type"
            value={response_type}
            options={optionsOf(response_types)}
            onChange={setResponseType}
          />
        ) : null}
        <SelectField
          name="redirect_uri"
          label="redirect_uri"
          hint={redirect_uri === callbackOf(play) ? t('redirectHere') : t('redirectHint')}
          value={redirect_uri}
          options={optionsOf(client.redirect_uris ?? [])}
          onChange={setRedirectUri}
        />
        <TextField name="scope" label="scope" value={scope} onChange={setScope} />
        {client.require_pkce === false && givesCode(response_type) ? (
          <CheckField name="pkce" label={t('pkce')} hint={t('pkceHint')} value={usesPkce} onChange={setUsesPkce} />
        ) : null}
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
    </>
  );
}

/** One that is registered, whatever was chosen before: the playground's own until told otherwise. */
function useRedirectUri({ client, issuer }: Play) {
  const { redirect_uris: registered = [] } = client;
  const [chosen, choose] = useState(callbackOf({ issuer }));
  const redirect_uri = registered.includes(chosen) ? chosen : (registered[0] ?? '');
  return [redirect_uri, choose] as const;
}

function optionsOf(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, value]));
}
