import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/use-list.ts';
import { useRead } from '../../../api/use-read.ts';
import { Copyable } from '../../../components/copy-button.tsx';
import { DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { PageToCome } from '../../../components/to-come.tsx';
import { apps as appTexts } from '../../../texts/en/apps.ts';
import type { ShownApp } from '../../apps/app.tsx';
import { AppState, Visibility } from '../../apps/app-state.tsx';
import { useClientColumns } from '../../clients/clients.tsx';
import { Decision } from './decision.tsx';
import { Proposal } from './proposal.tsx';

/** One app as its reviewer reads it: what is asked, what it says of itself, who stands behind it, and the decision. */
export function ReviewApp() {
  const { t } = useTranslation('review');
  const { app_id } = useParams({ from: '/review/$app_id' });
  const { data: app, error } = useRead('getApp', { params: { app_id } });
  const crumbs = [{ label: t('title'), to: '/review' }];
  if (app === undefined) {
    return <PageToCome title={t('app')} crumbs={crumbs} error={error} />;
  }
  const about = (
    <>
      <AppState app={app} />
      <Visibility visibility={app.visibility} />
      <Copyable value={app.app_id} what={appTexts.appId} />
    </>
  );
  const open = (
    <Button component={Link} to={`/apps/${app_id}`} variant="default">
      {t('openApp')}
    </Button>
  );
  return (
    <Page title={app.name} lead={app.short_description || undefined} crumbs={crumbs} about={about} action={open}>
      <Proposal app={app} />
      <Section title={t('says')}>
        <Sayings app={app} />
      </Section>
      <Behind app_id={app_id} />
      <Decision app={app} />
    </Page>
  );
}

function Sayings({ app }: { readonly app: ShownApp }) {
  const { t } = useTranslation(['review', 'apps']);
  return (
    <Facts
      facts={[
        [
          t('details'),
          <span key="details" className="as-written">
            {app.details || t('nothing')}
          </span>,
        ],
        [t('homepage'), <Outside key="homepage" uri={app.homepage_uri} />],
        [t('category'), t(`apps:categoryName.${app.category}`)],
        [t('reviewedScope'), <code key="scope">{app.reviewed_scope || t('nothing')}</code>],
        app.note === ''
          ? null
          : [
              t('note'),
              <span key="note" className="as-written">
                {app.note}
              </span>,
            ],
      ]}
    />
  );
}

/** An address that a stranger wrote: it is told nothing of where one comes from. */
function Outside({ uri }: { readonly uri: string | null }) {
  const { t } = useTranslation('review');
  if (uri === null || !uri.startsWith('https:')) return uri ?? t('nothing');
  return (
    <a href={uri} rel="noreferrer noopener nofollow" target="_blank">
      {uri}
    </a>
  );
}

function Behind({ app_id }: Pick<ShownApp, 'app_id'>) {
  const { t } = useTranslation('review');
  const developers = useList('listAppDevelopers', { params: { app_id } });
  const clients = useList('listAppClients', { params: { app_id } });
  return (
    <>
      <Section title={t('developers')}>
        <DataList
          label={t('developers')}
          list={developers}
          keyOf={({ sub }) => sub}
          empty={null}
          columns={[
            {
              name: 'developer',
              label: t('developer'),
              cell: ({ sub, email, name }) => (
                <>
                  <Link className="title" to="/users/$sub" params={{ sub }}>
                    {email}
                  </Link>
                  {name === null ? null : <span className="about">{name}</span>}
                </>
              ),
            },
            { name: 'role', label: t('role'), cell: ({ role }) => t(`roleName.${role}`) },
          ]}
        />
      </Section>
      <Section title={t('clients')}>
        <DataList
          label={t('clients')}
          list={clients}
          keyOf={({ client_id }) => client_id}
          empty={<EmptyState title={t('noClient')}>{t('noClientLead')}</EmptyState>}
          columns={useClientColumns()}
        />
      </Section>
    </>
  );
}
