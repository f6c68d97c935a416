import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { Copyable } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { useConsole } from '../../console-context.tsx';

export type IssuedClient = Results['createAppClient'];

/** The credentials of a client that was just registered, and where to go on. */
export function ClientMade({ client }: { readonly client: IssuedClient }) {
  const { t } = useTranslation('clients');
  const { environment } = useConsole();
  const { client_id, client_secret, app_id } = client;
  return (
    <div className="stack roomy">
      <div className="stack">
        <Facts
          facts={[
            [t('clientId'), <Copyable key="id" value={client_id} what={t('clientId')} />],
            [t('issuer'), <Copyable key="issuer" value={environment.issuer} what={t('issuer')} />],
          ]}
        />
        {client_secret === undefined ? (
          <Notice tone="plain" icon="shield" title={t('noSecretNeeded')}>
            <p>{t('noSecretNeededLead')}</p>
          </Notice>
        ) : (
          <SecretOnce title={t('yourSecret')} what={t('secret')} secret={client_secret} />
        )}
      </div>
      <div className="row">
        <Button component={Link} to={`/clients/${client_id}`}>
          {t('toClient')}
        </Button>
        {app_id === null ? null : (
          <Button component={Link} to={`/apps/${app_id}`} variant="default">
            {t('toApp')}
          </Button>
        )}
      </div>
    </div>
  );
}
