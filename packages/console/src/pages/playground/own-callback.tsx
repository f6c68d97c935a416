import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { redirectUriProblem } from '../clients/uri-problems.ts';
import { callbackOf, type Play } from './play.ts';

interface OwnCallbackProps {
  readonly play: Play;
  onAdded(redirect_uri: string): void;
}

/** The redirect URI at which answers come back to this page by themselves: added for trying, and taken away again. */
export function OwnCallback({ play: { client, issuer }, onAdded }: OwnCallbackProps) {
  const { t } = useTranslation('playground');
  const save = useChange('updateClient', ['getClient', 'listClients']);
  const callback = callbackOf({ issuer });
  const { client_id, redirect_uris = [], revision } = client;
  const isThere = redirect_uris.includes(callback);
  if (!isThere && redirectUriProblem(callback, client.application_type ?? 'web') !== null) return null;
  const others = redirect_uris.filter((uri) => uri !== callback);
  const change = () => {
    const body = { redirect_uris: isThere ? others : [...others, callback] };
    save.mutate({ params: { client_id }, body, revision }, { onSuccess: () => onAdded(callback) });
  };
  return (
    <>
      <ErrorNotice error={save.error} />
      <Notice tone="plain" icon={isThere ? 'check' : 'arrow'} title={isThere ? t('callbackThere') : t('callback')}>
        <p className="small">{isThere ? t('callbackThereLead') : t('callbackLead')}</p>
        <div>
          <Button variant="default" size="sm" loading={save.isPending} onClick={change}>
            {isThere ? t('removeCallback') : t('addCallback')}
          </Button>
        </div>
      </Notice>
    </>
  );
}
