import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/fields.tsx';
import { Form, Submit } from '../../components/form.tsx';
import { UriListField } from '../../components/uri-list-field.tsx';
import type { AppKind } from './kind-question.tsx';
import { ScopeField } from './scope-field.tsx';
import { signsUsersIn } from './signs-users-in.ts';
import { redirectUriProblem } from './uri-problems.ts';

/** What only the developer knows. */
export interface KindInput {
  readonly redirect_uris?: string[];
  readonly scope?: string;
  readonly resource?: string[];
}

export interface KindFormProps {
  readonly kind: AppKind;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly verb: string;
  /** The fields before those that the kind asks for. */
  readonly children: ReactNode;
  onBack(): void;
  onSubmit(input: KindInput): void;
}

const FIELDS = ['name', 'client_name', 'redirect_uris', 'scope', 'resource'] as const;

/** What is still needed to register a client of this kind, and why everything else is as it is. */
export function KindForm({ kind, error, isBusy, verb, children, onBack, onSubmit }: KindFormProps) {
  const { t } = useTranslation(['clients', 'apps', 'common']);
  const [redirect_uris, setRedirectUris] = useState<readonly string[]>([]);
  const [scope, setScope] = useState(() => firstScope(kind));
  const [resource, setResource] = useState('');
  const asks = (what: AppKind['asks'][number]) => kind.asks.includes(what);
  const submit = () =>
    onSubmit({
      ...(asks('redirect_uris') ? { redirect_uris: redirect_uris.filter((uri) => uri !== '') } : {}),
      ...(asks('scope') && scope.trim() !== '' ? { scope: scope.trim() } : {}),
      ...(asks('resource') ? { resource: [resource.trim()] } : {}),
    });
  return (
    <Form error={error} fields={FIELDS} onSubmit={submit}>
      {children}
      {asks('redirect_uris') ? (
        <UriListField
          name="redirect_uris"
          label={t('redirectUris')}
          hint={t('redirectUrisHint')}
          placeholder={kind.kind === 'native' ? 'com.example.app:/callback' : 'https://app.example/callback'}
          values={redirect_uris}
          problemOf={(uri) => redirectUriProblem(uri, kind.metadata.application_type)}
          onChange={setRedirectUris}
        />
      ) : null}
      {asks('scope') ? (
        <ScopeField value={scope} signsUsersIn={signsUsersIn(kind.metadata)} onChange={setScope} />
      ) : null}
      {asks('resource') ? (
        <TextField
          name="resource"
          type="url"
          label={t('resource')}
          hint={t('resourceHint')}
          placeholder="https://api.example/v1"
          value={resource}
          onChange={setResource}
        />
      ) : null}
      <Reasons kind={kind} />
      <Submit verb={verb} isBusy={isBusy}>
        <Button variant="subtle" onClick={onBack}>
          {t('common:back')}
        </Button>
      </Submit>
    </Form>
  );
}

/** What a client that says nothing is registered for as well: to sign users in. */
function firstScope({ metadata: { grant_types, offline_access } }: AppKind): string {
  if (!grant_types.includes('authorization_code')) return '';
  return offline_access ? 'openid profile email offline_access' : 'openid profile email';
}

/** The settings that were picked, each with its reason. */
function Reasons({ kind }: { readonly kind: AppKind }) {
  const { t } = useTranslation('apps');
  return (
    <details className="reasons">
      <summary>{t('reasons')}</summary>
      <dl className="fact-list">
        {kind.reasons.map(({ setting, why, reference }) => (
          <div key={`${setting} ${reference}`}>
            <dt>
              <code>{setting}</code>
            </dt>
            <dd>
              {why} <span className="muted small">{reference}</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
