import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { useChange } from '../../api/use-change.ts';
import { useList } from '../../api/use-list.ts';
import { useRead } from '../../api/use-read.ts';
import { Copyable } from '../../components/copy-button.tsx';
import { DataList } from '../../components/data-list.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page, Section } from '../../components/page.tsx';
import { PageToCome } from '../../components/to-come.tsx';
import { Icon } from '../../look/icons.tsx';
import { useClientColumns } from '../clients/clients.tsx';
import { AppEnding } from '../lifecycle/app-ending.tsx';
import { AppTabs } from '../lifecycle/app-page.tsx';
import { Missing } from '../lifecycle/missing.tsx';
import { Proposed } from '../lifecycle/proposed.tsx';
import { ScopeReview } from '../lifecycle/scope-review.tsx';
import { Withdrawal } from '../lifecycle/withdrawal.tsx';
import { AppSettings } from './app-settings.tsx';
import { AppState, Visibility } from './app-state.tsx';

export type ShownApp = Results['getApp'];

/** One app: what it says of itself, its clients, its way to its users. */
export function App() {
  const { t } = useTranslation('apps');
  const { app_id } = useParams({ from: '/apps/$app_id' });
  const { data: app, error } = useRead('getApp', { params: { app_id } });
  const crumbs = [{ label: t('title'), to: '/apps' }];
  if (app === undefined) {
    return <PageToCome title={t('app')} crumbs={crumbs} error={error} />;
  }
  const about = (
    <>
      <AppState app={app} />
      <Visibility visibility={app.visibility} />
      <Copyable value={app.app_id} what={t('appId')} />
    </>
  );
  return (
    <Page
      title={app.name}
      lead={app.short_description || undefined}
      crumbs={crumbs}
      about={about}
      tabs={<AppTabs app_id={app_id} />}
      key={app_id}
    >
      <Standing app={app} />
      <Proposed app={app} />
      <ScopeReview app={app} />
      <AppClients app_id={app_id} />
      <Section title={t('settings')} lead={t('settingsLead')}>
        <AppSettings app={app} />
      </Section>
      <AppEnding app={app} />
    </Page>
  );
}

/** Whose move it is. */
function Standing({ app }: { readonly app: ShownApp }) {
  const { t } = useTranslation('apps');
  const submit = useChange('submitApp', ['getApp', 'listApps']);
  const { app_id, state, note, revision } = app;
  const isOurs = state === 'draft' || state === 'returned';
  if (state === 'approved' && note === '') return null;
  const [tone, icon] = state === 'suspended' ? (['danger', 'pause'] as const) : (['plain', 'clock'] as const);
  return (
    <div className="stack">
      <Notice
        tone={state === 'returned' ? 'caution' : tone}
        icon={isOurs ? 'draft' : icon}
        title={t(`standing.${state}`)}
      >
        <p>{t(`standingLead.${state}`)}</p>
        {note === '' ? null : <blockquote>{note}</blockquote>}
        {state === 'submitted' ? <Withdrawal app={app} /> : null}
      </Notice>
      <Missing error={submit.error} />
      {isOurs ? (
        <div>
          <Button loading={submit.isPending} onClick={() => submit.mutate({ params: { app_id }, revision })}>
            {t('submit')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function AppClients({ app_id }: Pick<ShownApp, 'app_id'>) {
  const { t } = useTranslation('apps');
  const list = useList('listAppClients', { params: { app_id } });
  const add = (
    <Button
      component={Link}
      to={`/apps/${app_id}/clients/new`}
      variant="default"
      size="sm"
      leftSection={<Icon name="add" />}
    >
      {t('addClient')}
    </Button>
  );
  return (
    <Section title={t('clients')} lead={t('clientsLead')} action={add}>
      <DataList
        label={t('clients')}
        list={list}
        keyOf={({ client_id }) => client_id}
        columns={useClientColumns()}
        empty={<EmptyState title={t('noClient')}>{t('noClientLead')}</EmptyState>}
      />
    </Section>
  );
}
