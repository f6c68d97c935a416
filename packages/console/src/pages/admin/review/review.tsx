import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/use-list.ts';
import { DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import { Mark } from '../../../frame/mark.tsx';
import { review } from '../../../texts/en/review.ts';
import type { ShownApp } from '../../apps/app.tsx';
import { AppState, Visibility } from '../../apps/app-state.tsx';
import { ServiceAccounts } from './service-accounts.tsx';

type Filter = keyof typeof review.filter;

/** What waits for an administrator to decide. */
export function Review() {
  const { t } = useTranslation('review');
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ReviewApps />
      <ServiceAccounts />
    </Page>
  );
}

function ReviewApps() {
  const { t } = useTranslation(['review', 'apps']);
  const [filter, setFilter] = useState<Filter>('waiting');
  const [q, setQ] = useState('');
  const search = useDeferredValue(q);
  const wanted = filter === 'waiting' ? ({ waiting: 'true' } as const) : { state: filter };
  const list = useList('listApps', { query: { ...wanted, search } });
  const tools = (
    <NativeSelect
      aria-label={t('show')}
      value={filter}
      onChange={(event) => setFilter(event.currentTarget.value as Filter)}
      data={Object.entries(review.filter).map(([value, label]) => ({ value, label }))}
    />
  );
  return (
    <Section title={t('apps')} lead={t('appsLead')}>
      <DataList
        label={t('apps')}
        list={list}
        keyOf={({ app_id }) => app_id}
        search={{ q, label: t('search'), onChange: setQ }}
        tools={tools}
        empty={<EmptyState title={t('empty')}>{t('emptyLead')}</EmptyState>}
        columns={[
          { name: 'app', label: t('app'), cell: (app) => <ReviewTitle app={app} /> },
          { name: 'state', label: t('apps:state'), cell: (app) => <AppState app={app} /> },
          { name: 'visibility', label: t('visibility'), cell: (app) => <Visibility visibility={app.visibility} /> },
          {
            name: 'since',
            label: t('since'),
            cell: ({ review_since }) => (review_since === null ? t('nothing') : <When at={review_since} />),
          },
        ]}
      />
    </Section>
  );
}

function ReviewTitle({ app: { app_id, name, icon_uri, short_description } }: { readonly app: ShownApp }) {
  return (
    <span className="with-mark">
      <Mark name={name} image={icon_uri} />
      <span>
        <Link className="title" to="/review/$app_id" params={{ app_id }}>
          {name}
        </Link>
        {short_description === '' ? null : <span className="about">{short_description}</span>}
      </span>
    </span>
  );
}
