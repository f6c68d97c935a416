import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { CheckField, TextAreaField, TextField } from '../../components/fields.tsx';
import { Form, Saved, Submit } from '../../components/form.tsx';
import { UriListField } from '../../components/uri-list-field.tsx';
import type { ShownClient } from './client.tsx';
import { ScopeField } from './scope-field.tsx';
import { signsUsersIn } from './signs-users-in.ts';
import { corsOriginProblem, redirectUriProblem } from './uri-problems.ts';

const FIELDS = [
  'client_name',
  'description',
  'client_uri',
  'tos_uri',
  'policy_uri',
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
  'webhook_uri',
  'redirect_uris',
  'post_logout_redirect_uris',
  'allowed_cors_origins',
  'scope',
  'offline_access',
  'browser_access',
] as const;

/** What can be changed, in the form's own terms: a text that is empty is a member that is absent. */
function valuesOf(client: ShownClient) {
  return {
    client_name: client.client_name ?? '',
    description: client.description ?? '',
    client_uri: client.client_uri ?? '',
    tos_uri: client.tos_uri ?? '',
    policy_uri: client.policy_uri ?? '',
    backchannel_logout_uri: client.backchannel_logout_uri ?? '',
    frontchannel_logout_uri: client.frontchannel_logout_uri ?? '',
    webhook_uri: client.webhook_uri ?? '',
    scope: client.scope ?? '',
    redirect_uris: client.redirect_uris ?? [],
    post_logout_redirect_uris: client.post_logout_redirect_uris ?? [],
    allowed_cors_origins: client.allowed_cors_origins ?? [],
    offline_access: client.offline_access ?? (client.grant_types ?? []).includes('refresh_token'),
    browser_access: client.browser_access ?? false,
  };
}

type Values = ReturnType<typeof valuesOf>;

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const filled = (uris: readonly string[]): string[] => uris.filter((uri) => uri !== '');

function changeOf(values: Values, before: Values) {
  const all = {
    client_name: values.client_name.trim(),
    description: orNull(values.description),
    client_uri: orNull(values.client_uri),
    tos_uri: orNull(values.tos_uri),
    policy_uri: orNull(values.policy_uri),
    backchannel_logout_uri: orNull(values.backchannel_logout_uri),
    frontchannel_logout_uri: orNull(values.frontchannel_logout_uri),
    webhook_uri: orNull(values.webhook_uri),
    scope: values.scope.trim(),
    redirect_uris: filled(values.redirect_uris),
    post_logout_redirect_uris: filled(values.post_logout_redirect_uris),
    allowed_cors_origins: filled(values.allowed_cors_origins),
    offline_access: values.offline_access,
    browser_access: values.browser_access,
  };
  const isSame = (name: keyof Values) => JSON.stringify(values[name]) === JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(all).filter(([name]) => !isSame(name as keyof Values))) as Partial<
    typeof all
  >;
}

/** The settings of a client; only what was changed is sent, for the revision that is shown. */
export function ClientSettings({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation(['clients', 'common']);
  const [values, setValues] = useState(() => valuesOf(client));
  const save = useChange('updateClient', ['getClient', 'listClients']);
  const change = changeOf(values, valuesOf(client));
  const bind = <Name extends keyof Values>(name: Name) => ({
    name,
    value: values[name],
    onChange: (value: Values[Name]) => setValues((known) => ({ ...known, [name]: value })),
  });
  const submit = () =>
    save.mutate({ params: { client_id: client.client_id }, body: change, revision: client.revision });
  return (
    <Form error={save.error} fields={FIELDS} onSubmit={submit}>
      <TextField
        {...bind('client_name')}
        label={t('name')}
        hint={signsUsersIn(client) ? t('nameHint') : undefined}
        isRequired
      />
      <TextAreaField {...bind('description')} label={t('description')} hint={t('descriptionHint')} />
      <Returning client={client} values={values} setValues={setValues} />
      <ScopeField {...bind('scope')} signsUsersIn={signsUsersIn(client)} />
      {signsUsersIn(client) ? (
        <>
          <CheckField {...bind('offline_access')} label={t('offline')} hint={t('offlineHint')} />
          <CheckField {...bind('browser_access')} label={t('browser')} hint={t('browserHint')} />
        </>
      ) : null}
      <TextField {...bind('client_uri')} type="url" label={t('clientUri')} />
      <TextField {...bind('tos_uri')} type="url" label={t('tosUri')} />
      <TextField {...bind('policy_uri')} type="url" label={t('policyUri')} />
      {signsUsersIn(client) ? (
        <>
          <TextField {...bind('webhook_uri')} type="url" label={t('webhookUri')} hint={t('webhookUriHint')} />
          <TextField
            {...bind('backchannel_logout_uri')}
            type="url"
            label={t('backchannelLogoutUri')}
            hint={t('backchannelLogoutUriHint')}
          />
          <TextField
            {...bind('frontchannel_logout_uri')}
            type="url"
            label={t('frontchannelLogoutUri')}
            hint={t('frontchannelLogoutUriHint')}
          />
        </>
      ) : null}
      <Submit verb={t('common:save')} isBusy={save.isPending}>
        <Saved isShown={save.isSuccess && Object.keys(change).length === 0} />
      </Submit>
    </Form>
  );
}

/** Where it returns to and where its pages come from: only clients that sign users in have such places. */
function Returning(props: {
  readonly client: ShownClient;
  readonly values: Values;
  setValues(change: (known: Values) => Values): void;
}) {
  const { t } = useTranslation('clients');
  const { client, values, setValues } = props;
  if (!signsUsersIn(client)) return null;
  const problemOf = (uri: string) => redirectUriProblem(uri, client.application_type ?? 'web');
  const bind = (name: 'redirect_uris' | 'post_logout_redirect_uris' | 'allowed_cors_origins') => ({
    name,
    values: values[name],
    onChange: (uris: readonly string[]) => setValues((known) => ({ ...known, [name]: uris })),
  });
  return (
    <>
      <UriListField
        {...bind('redirect_uris')}
        label={t('redirectUris')}
        hint={t('redirectUrisHint')}
        placeholder="https://app.example/callback"
        problemOf={problemOf}
      />
      <UriListField
        {...bind('post_logout_redirect_uris')}
        label={t('postLogoutUris')}
        hint={t('postLogoutUrisHint')}
        placeholder="https://app.example/"
        problemOf={problemOf}
      />
      <UriListField
        {...bind('allowed_cors_origins')}
        label={t('corsOrigins')}
        hint={t('corsOriginsHint')}
        placeholder="https://app.example"
        problemOf={corsOriginProblem}
      />
    </>
  );
}
