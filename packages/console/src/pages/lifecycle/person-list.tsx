import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../api/operations.ts';
import { useList } from '../../api/use-list.ts';
import { ConfirmChange } from '../../components/confirm-change.tsx';
import { type Column, DataList } from '../../components/data-list.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { When } from '../../components/when.tsx';

type Person = ItemOf<'listAppDevelopers'>;

const KINDS = {
  developers: { list: 'listAppDevelopers', remove: 'removeAppDeveloper' },
  testers: { list: 'listAppTesters', remove: 'removeAppTester' },
} as const;

export interface PersonListProps {
  readonly app_id: string;
  /** Its name. */
  readonly app: string;
  readonly kind: keyof typeof KINDS;
}

/** The developers or the test users of an app. */
export function PersonList({ app_id, app, kind }: PersonListProps) {
  const { t } = useTranslation('lifecycle');
  const { list, remove } = KINDS[kind];
  const [leaving, setLeaving] = useState<Person | null>(null);
  return (
    <>
      <DataList
        label={t(kind)}
        list={useList(list, { params: { app_id } })}
        keyOf={({ sub }) => sub}
        columns={useColumns(kind, setLeaving)}
        empty={<EmptyState title={t('noTester')}>{t('noTesterLead')}</EmptyState>}
      />
      <ConfirmChange
        id={remove}
        change={leaving === null ? null : { params: { app_id, sub: leaving.sub } }}
        refreshes={[list]}
        title={t('removeTitle', { person: leaving?.email ?? '', app })}
        consequences={[t(`removeBreaks.${kind}`)]}
        verb={t('remove')}
        onClose={() => setLeaving(null)}
      />
    </>
  );
}

function useColumns(kind: PersonListProps['kind'], onRemove: (person: Person) => void) {
  const { t } = useTranslation('lifecycle');
  const columns: [Column<Person>, ...Column<Person>[]] = [
    {
      name: 'person',
      label: t('person'),
      cell: ({ name, email }) => (
        <>
          <span className="title">{name ?? email}</span>
          {name === null ? null : <span className="about">{email}</span>}
        </>
      ),
    },
    ...(kind === 'testers'
      ? []
      : [{ name: 'role', label: t('role'), cell: ({ role }: Person) => t(`roleName.${role}`) }]),
    { name: 'since', label: t('since'), cell: ({ created_at }) => <When at={created_at} /> },
    {
      name: 'remove',
      label: t('action'),
      cell: (person) => (
        <Button variant="subtle" color="danger" size="sm" onClick={() => onRemove(person)}>
          {t('remove')}
          <span className="spoken"> {person.email}</span>
        </Button>
      ),
    },
  ];
  return columns;
}
