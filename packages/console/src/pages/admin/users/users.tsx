import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import { Icon } from '../../../look/icons.tsx';
import { EnabledState } from '../enabled-state.tsx';
import { roleWord } from './roles.ts';
import { userName } from './user-name.ts';

type User = Results['listUsers']['items'][number];

/** Everybody who has an account. */
export function Users() {
  const { t } = useTranslation('users');
  const [q, setQ] = useState('');
  const search = useDeferredValue(q);
  const list = useList('listUsers', { query: { search } });
  const add = (
    <Button component={Link} to="/users/new" leftSection={<Icon name="add" />}>
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} action={add}>
      <DataList
        label={t('title')}
        list={list}
        keyOf={({ sub }) => sub}
        columns={useUserColumns()}
        search={{ q, label: t('search'), onChange: setQ }}
        empty={<EmptyState title={t('empty')}>{t('emptyLead')}</EmptyState>}
      />
    </Page>
  );
}

function useUserColumns(): [Column<User>, ...Column<User>[]] {
  const { t } = useTranslation(['users', 'admin']);
  return [
    {
      name: 'email',
      label: t('user'),
      cell: (user) => (
        <>
          <Link className="title" to="/users/$sub" params={{ sub: user.sub }}>
            {user.email}
          </Link>
          {userName(user) === null ? null : <span className="about">{userName(user)}</span>}
        </>
      ),
    },
    { name: 'role', label: t('role'), cell: ({ role }) => t(`roleName.${roleWord(role)}`) },
    { name: 'state', label: t('admin:state'), cell: (user) => <EnabledState disabled_at={user.disabled_at} /> },
    { name: 'created', label: t('admin:created'), cell: ({ created_at }) => <When at={created_at} /> },
  ];
}
