import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/use-list.ts';
import { DataList } from '../../../components/data-list.tsx';
import { Section } from '../../../components/page.tsx';
import { EnabledState } from '../enabled-state.tsx';
import type { ShownUser } from './user-name.ts';

/** What the user belongs to; nothing is said where there is none. */
export function UserOrganizations({ user: { sub } }: { readonly user: ShownUser }) {
  const { t } = useTranslation(['users', 'admin']);
  const list = useList('listUserOrganizations', { params: { sub } });
  if (list.items.length === 0 && list.error === null) return null;
  return (
    <Section title={t('organizations')} lead={t('organizationsLead')}>
      <DataList
        label={t('organizations')}
        list={list}
        keyOf={({ org_id }) => org_id}
        empty={null}
        columns={[
          {
            name: 'name',
            label: t('name'),
            cell: ({ org_id, name }) => (
              <Link className="title" to="/organizations/$org_id" params={{ org_id }}>
                {name}
              </Link>
            ),
          },
          { name: 'role', label: t('role'), cell: ({ role }) => t(`memberRole.${role}`) },
          { name: 'state', label: t('admin:state'), cell: ({ disabled_at }) => <EnabledState {...{ disabled_at }} /> },
        ]}
      />
    </Section>
  );
}
