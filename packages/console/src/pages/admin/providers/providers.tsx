import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/use-list.ts';
import { DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Page } from '../../../components/page.tsx';
import { Icon } from '../../../look/icons.tsx';
import { EnabledState } from '../enabled-state.tsx';

/** The OpenID Providers through which users sign in. */
export function Providers() {
  const { t } = useTranslation(['providers', 'admin']);
  const list = useList('listProviders', {});
  const add = (
    <Button component={Link} to="/providers/new" leftSection={<Icon name="add" />}>
      {t('new')}
    </Button>
  );
  const isEmpty = list.items.length === 0 && !list.isLoading;
  return (
    <Page title={t('title')} lead={t('lead')} action={isEmpty ? null : add}>
      <DataList
        label={t('title')}
        list={list}
        keyOf={({ provider_id }) => provider_id}
        empty={
          <EmptyState title={t('empty')} action={add}>
            {t('emptyLead')}
          </EmptyState>
        }
        columns={[
          {
            name: 'provider',
            label: t('provider'),
            cell: ({ provider_id, display_name }) => (
              <>
                <Link className="title" to="/providers/$provider_id" params={{ provider_id }}>
                  {display_name}
                </Link>
                <span className="about">
                  <code>{provider_id}</code>
                </span>
              </>
            ),
          },
          { name: 'issuer', label: t('issuer'), cell: ({ issuer }) => <code>{issuer}</code> },
          { name: 'state', label: t('admin:state'), cell: ({ disabled_at }) => <EnabledState {...{ disabled_at }} /> },
        ]}
      />
    </Page>
  );
}
