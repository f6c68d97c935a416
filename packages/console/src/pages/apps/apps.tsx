import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/use-list.ts';
import { useRead } from '../../api/use-read.ts';
import { type Column, DataList } from '../../components/data-list.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { When } from '../../components/when.tsx';
import { Mark } from '../../frame/mark.tsx';
import { Icon } from '../../look/icons.tsx';
import type { ShownApp } from './app.tsx';
import { AppState, Visibility } from './app-state.tsx';

/** The apps that one develops; for administrators every one of the tenant. */
export function Apps() {
  const { t } = useTranslation('apps');
  const { data: caller } = useRead('getCaller', {});
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const list = useList('listApps', { query: { search } });
  const isEmpty = list.items.length === 0 && search === '' && !list.isLoading;
  const create = caller?.may_create_apps ? <CreateApp /> : null;
  return (
    <Page title={t('title')} lead={t('lead')} action={isEmpty ? null : create}>
      <DataList
        label={t('title')}
        list={list}
        keyOf={({ app_id }) => app_id}
        columns={useAppColumns()}
        search={{ q: typed, label: t('search'), onChange: setTyped }}
        empty={
          <EmptyState title={t('empty')} action={create}>
            {caller?.may_create_apps === false ? t('emptyForbidden') : t('emptyLead')}
          </EmptyState>
        }
      />
    </Page>
  );
}

function CreateApp() {
  const { t } = useTranslation('apps');
  return (
    <Button component={Link} to="/apps/new" leftSection={<Icon name="add" />}>
      {t('create')}
    </Button>
  );
}

function useAppColumns(): [Column<ShownApp>, ...Column<ShownApp>[]] {
  const { t } = useTranslation('apps');
  return [
    { name: 'name', label: t('app'), cell: (app) => <AppTitle app={app} /> },
    { name: 'state', label: t('state'), cell: (app) => <AppState app={app} /> },
    { name: 'visibility', label: t('visibility'), cell: ({ visibility }) => <Visibility visibility={visibility} /> },
    { name: 'changed', label: t('changed'), cell: ({ updated_at }) => <When at={updated_at} /> },
  ];
}

function AppTitle({ app: { app_id, name, icon_uri, short_description } }: { readonly app: ShownApp }) {
  return (
    <span className="with-mark">
      <Mark name={name} image={icon_uri} />
      <span>
        <Link className="title" to="/apps/$app_id" params={{ app_id }}>
          {name}
        </Link>
        {short_description === '' ? null : <span className="about">{short_description}</span>}
      </span>
    </span>
  );
}
