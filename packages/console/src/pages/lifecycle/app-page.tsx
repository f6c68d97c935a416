import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/use-read.ts';
import { type Crumb, Page } from '../../components/page.tsx';
import { PageTabs } from '../../components/page-tabs.tsx';
import { ToCome } from '../../components/to-come.tsx';
import type { ShownApp } from '../apps/app.tsx';

/** Everything that there is about one app. */
export function AppTabs({ app_id }: Pick<ShownApp, 'app_id'>) {
  const { t } = useTranslation('lifecycle');
  const root = `/apps/${app_id}`;
  return (
    <PageTabs
      label={t('pages')}
      tabs={[
        { label: t('overview'), to: root },
        { label: t('people'), to: `${root}/people` },
        { label: t('subscribers'), to: `${root}/subscribers` },
        { label: t('terms'), to: `${root}/terms` },
      ]}
    />
  );
}

export interface AppPageProps {
  readonly app_id: string;
  readonly title: string;
  readonly lead: string;
  readonly action?: ReactNode;
  /** Rendered once the app is there. */
  children(app: ShownApp): ReactNode;
}

/** A page about one app, besides what it says of itself. */
export function AppPage({ app_id, title, lead, action, children }: AppPageProps) {
  const { data: app, error } = useRead('getApp', { params: { app_id } });
  const crumbs = useWayToApp(app_id);
  return (
    <Page title={title} lead={lead} crumbs={crumbs} action={action} tabs={<AppTabs app_id={app_id} />} key={app_id}>
      {app === undefined ? <ToCome error={error} /> : children(app)}
    </Page>
  );
}

/** The way to an app, by its name once that is known; null: there is none. */
export function useWayToApp(app_id: string | null): readonly Crumb[] {
  const { t } = useTranslation('apps');
  const { data: app } = useRead('getApp', { params: { app_id: app_id ?? '' } }, { enabled: app_id !== null });
  return [
    { label: t('title'), to: '/apps' },
    { label: app?.name ?? t('app'), to: `/apps/${app_id}` },
  ];
}
