import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { useList } from '../../../api/use-list.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Section } from '../../../components/page.tsx';
import { useConsole } from '../../../console-context.tsx';
import type { ShownApp } from '../../apps/app.tsx';
import { NoteDialog, type NoteDialogProps } from './note-dialog.tsx';

const REFRESHED: readonly OperationId[] = ['getApp', 'listApps'];
type Asked = 'approve' | 'return' | 'suspend';

/** What an administrator may do with the app now, for the revision that they read. */
export function Decision({ app }: { readonly app: ShownApp }) {
  const { t } = useTranslation('review');
  const [asked, setAsked] = useState<Asked | null>(null);
  const reinstate = useChange('reinstateApp', REFRESHED);
  const { app_id, revision, state, review_since } = app;
  const isWaiting = review_since !== null;
  if (!isWaiting && state !== 'approved' && state !== 'suspended') return null;
  const close = () => setAsked(null);
  return (
    <Section title={t('decide')} lead={t('decideLead')}>
      <ErrorNotice error={reinstate.error} />
      <div className="row">
        {isWaiting && state !== 'suspended' ? (
          <>
            <Button onClick={() => setAsked('approve')}>{t('approve')}</Button>
            <Button variant="default" onClick={() => setAsked('return')}>
              {t('return')}
            </Button>
          </>
        ) : null}
        {state === 'approved' ? (
          <Button variant="outline" color="danger" onClick={() => setAsked('suspend')}>
            {t('suspend')}
          </Button>
        ) : null}
        {state === 'suspended' ? (
          <Button loading={reinstate.isPending} onClick={() => reinstate.mutate({ params: { app_id }, revision })}>
            {t('reinstate')}
          </Button>
        ) : null}
      </div>
      <Approval app={app} opened={asked === 'approve'} onClose={close} />
      <Return app={app} opened={asked === 'return'} onClose={close} />
      <Suspension app={app} opened={asked === 'suspend'} onClose={close} />
    </Section>
  );
}

type AskedProps = { readonly app: ShownApp } & Pick<NoteDialogProps, 'opened' | 'onClose'>;

function Approval({ app, opened, onClose }: AskedProps) {
  const { t } = useTranslation('review');
  const { app_id, revision, state, name } = app;
  const approve = useChange('approveApp', REFRESHED);
  return (
    <NoteDialog
      opened={opened}
      title={t('approveTitle', { name })}
      consequences={[t(state === 'submitted' ? 'approveBreaks' : 'approveChange')]}
      asksReason={false}
      verb={t('approve')}
      isBusy={approve.isPending}
      error={approve.error}
      onDecide={(note) => approve.mutate({ params: { app_id }, body: { note }, revision }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function Return({ app, opened, onClose }: AskedProps) {
  const { t } = useTranslation('review');
  const { app_id, revision, name } = app;
  const sendBack = useChange('returnApp', REFRESHED);
  return (
    <NoteDialog
      opened={opened}
      title={t('returnTitle', { name })}
      consequences={[t('returnBreaks')]}
      asksReason
      verb={t('return')}
      isBusy={sendBack.isPending}
      error={sendBack.error}
      onDecide={(note) => sendBack.mutate({ params: { app_id }, body: { note }, revision }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function Suspension({ app, opened, onClose }: AskedProps) {
  const { t } = useTranslation(['review', 'common']);
  const { app_id, revision, name } = app;
  const suspend = useChange('suspendApp', REFRESHED);
  const count = useInstallations(app_id, opened);
  return (
    <NoteDialog
      opened={opened}
      title={t('suspendTitle', { name })}
      consequences={[
        count === null ? t('common:loading') : t('installed', { count }),
        t('suspendBreaks'),
        t('suspendUndone'),
      ]}
      asksReason
      verb={t('suspend')}
      isDestructive
      isBusy={suspend.isPending}
      error={suspend.error}
      onDecide={(note) => suspend.mutate({ params: { app_id }, body: { note }, revision }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** Who has any client of the app installed; null: not known yet. */
function useInstallations(app_id: string, enabled: boolean): number | null {
  const { api } = useConsole();
  const clients = useList('listAppClients', { params: { app_id } });
  const impacts = useQueries({
    queries: clients.items.map(({ client_id }) => ({
      queryKey: ['getClientImpact', { params: { client_id } }],
      queryFn: () => api.call('getClientImpact', { params: { client_id } }),
      enabled,
    })),
  });
  if (clients.isLoading || impacts.some(({ data }) => data === undefined)) return null;
  return impacts.reduce((sum, { data }) => sum + (data?.installations ?? 0), 0);
}
