import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { useRead } from '../../api/use-read.ts';
import { ConfirmDestructive } from '../../components/confirm-destructive.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Section } from '../../components/page.tsx';
import type { ShownClient } from './client.tsx';
import { nameOf } from './name-of.ts';

/** How a client is stopped, for a while or for good. Both say first whom that hits. */
export function ClientEnding({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation('clients');
  const [asked, setAsked] = useState<'disable' | 'delete' | null>(null);
  const enable = useChange('enableClient', ['getClient', 'listClients']);
  const params = { client_id: client.client_id };
  return (
    <Section title={t('ending')} lead={client.disabled_at === null ? t('endingLead') : t('disabledLead')}>
      <ErrorNotice error={enable.error} />
      <div className="row">
        {client.disabled_at === null ? (
          <Button variant="default" onClick={() => setAsked('disable')}>
            {t('disable')}
          </Button>
        ) : (
          <Button loading={enable.isPending} onClick={() => enable.mutate({ params })}>
            {t('enable')}
          </Button>
        )}
        <Button variant="outline" color="danger" onClick={() => setAsked('delete')}>
          {t('delete')}
        </Button>
      </div>
      <Disabling client={client} opened={asked === 'disable'} onClose={() => setAsked(null)} />
      <Deleting client={client} opened={asked === 'delete'} onClose={() => setAsked(null)} />
    </Section>
  );
}

interface AskedProps {
  readonly client: ShownClient;
  readonly opened: boolean;
  onClose(): void;
}

/** Who has it installed, in a sentence; asked for when somebody is about to stop it. */
function useInstallations({ client, opened }: AskedProps): string {
  const { t } = useTranslation(['clients', 'common']);
  const { data } = useRead('getClientImpact', { params: { client_id: client.client_id } }, { enabled: opened });
  return data === undefined ? t('common:loading') : t('installations', { count: data.installations });
}

function Disabling(props: AskedProps) {
  const { t } = useTranslation('clients');
  const installations = useInstallations(props);
  const disable = useChange('disableClient', ['getClient', 'listClients']);
  const params = { client_id: props.client.client_id };
  return (
    <ConfirmDestructive
      {...props}
      title={t('disableTitle', { name: nameOf(props.client) })}
      consequences={[installations, t('disableBreaks'), t('disableUndone')]}
      verb={t('disable')}
      isBusy={disable.isPending}
      error={disable.error}
      onConfirm={() => disable.mutate({ params }, { onSuccess: props.onClose })}
    />
  );
}

function Deleting(props: AskedProps) {
  const { t } = useTranslation('clients');
  const installations = useInstallations(props);
  const navigate = useNavigate();
  const remove = useChange('deleteClient', ['listClients']);
  const { client_id, app_id } = props.client;
  const name = nameOf(props.client);
  const gone = () => navigate(app_id === null ? { to: '/clients' } : { to: '/apps/$app_id', params: { app_id } });
  return (
    <ConfirmDestructive
      {...props}
      title={t('deleteTitle', { name })}
      consequences={[installations, t('deleteBreaks'), t('deleteForGood')]}
      name={name}
      verb={t('delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ params: { client_id } }, { onSuccess: gone })}
    />
  );
}
