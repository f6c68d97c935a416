import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/use-read.ts';
import { Ending } from '../../components/ending.tsx';
import type { ShownClient } from './client.tsx';
import { nameOf } from './name-of.ts';

/** How a client is stopped, for a while or for good. Both say first whom that hits. */
export function ClientEnding({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation('clients');
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const { client_id, app_id, disabled_at } = client;
  const installations = useInstallations(client_id, isAsked);
  const change = { params: { client_id } };
  const name = nameOf(client);
  const gone = () => navigate(app_id === null ? { to: '/clients' } : { to: '/apps/$app_id', params: { app_id } });
  return (
    <Ending
      disabled_at={disabled_at}
      lead={disabled_at === null ? t('endingLead') : t('disabledLead')}
      enable={{ id: 'enableClient', change, refreshes: ['getClient', 'listClients', 'getServiceAccount'] }}
      disable={{
        id: 'disableClient',
        change,
        refreshes: ['getClient', 'listClients', 'getServiceAccount'],
        title: t('disableTitle', { name }),
        consequences: [installations, t('disableBreaks'), t('disableUndone')],
      }}
      remove={{
        id: 'deleteClient',
        change,
        refreshes: ['listClients'],
        title: t('deleteTitle', { name }),
        consequences: [installations, t('deleteBreaks'), t('deleteForGood')],
        name,
        onDone: () => void gone(),
      }}
      onAsk={setAsked}
    />
  );
}

/** Who has it installed, in a sentence; asked for when somebody is about to stop it. */
function useInstallations(client_id: string, enabled: boolean): string {
  const { t } = useTranslation(['clients', 'common']);
  const { data } = useRead('getClientImpact', { params: { client_id } }, { enabled });
  return data === undefined ? t('common:loading') : t('installations', { count: data.installations });
}
