import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { useList } from '../../../api/use-list.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Page } from '../../../components/page.tsx';
import { useConsole } from '../../../console-context.tsx';
import { Icon } from '../../../look/icons.tsx';
import { EnabledState } from '../enabled-state.tsx';
import { RowButton } from '../row-button.tsx';

type Tenant = Results['listTenants']['items'][number];

/** Every tenant of the installation, for its operators. */
export function Tenants() {
  const { t } = useTranslation(['tenant', 'admin', 'common']);
  const list = useList('listTenants', {});
  const [disabling, setDisabling] = useState<string | null>(null);
  const enable = useChange('enableTenant', ['listTenants']);
  const add = (
    <Button component={Link} to="/tenants/new" leftSection={<Icon name="add" />}>
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('tenants')} lead={t('tenantsLead')} action={add}>
      <ErrorNotice error={enable.error} />
      <DataList
        label={t('tenants')}
        list={list}
        keyOf={({ name }) => name}
        empty={null}
        columns={useTenantColumns({
          onDisable: setDisabling,
          onEnable: (name) => enable.mutate({ params: { name } }),
        })}
      />
      <ConfirmChange
        id="disableTenant"
        change={disabling === null ? null : { params: { name: disabling } }}
        refreshes={['listTenants', 'getTenant']}
        title={t('disableTitle', { name: disabling ?? '' })}
        consequences={[t('disableBreaks'), t('disableUndone')]}
        name={disabling ?? undefined}
        verb={t('common:disable')}
        onClose={() => setDisabling(null)}
      />
    </Page>
  );
}

interface Actions {
  onDisable(name: string): void;
  onEnable(name: string): void;
}

function useTenantColumns({ onDisable, onEnable }: Actions): [Column<Tenant>, ...Column<Tenant>[]] {
  const { t } = useTranslation(['tenant', 'admin', 'common']);
  const { environment } = useConsole();
  return [
    { name: 'name', label: t('title'), cell: (tenant) => <TenantTitle tenant={tenant} /> },
    { name: 'issuer', label: t('issuer'), cell: ({ issuer }) => <code>{issuer}</code> },
    { name: 'state', label: t('state'), cell: ({ disabled_at }) => <EnabledState disabled_at={disabled_at} /> },
    {
      name: 'action',
      label: t('admin:action'),
      cell: ({ name, disabled_at }) => {
        // Whoever looks at it would lock themselves out.
        if (name === environment.tenant) return null;
        return disabled_at === null ? (
          <RowButton verb={t('common:disable')} what={name} isDestructive onClick={() => onDisable(name)} />
        ) : (
          <RowButton verb={t('common:enable')} what={name} onClick={() => onEnable(name)} />
        );
      },
    },
  ];
}

/** One that is disabled has no settings that could be read. */
function TenantTitle({ tenant: { name, display_name, disabled_at } }: { readonly tenant: Tenant }) {
  return (
    <>
      {disabled_at === null ? (
        <Link className="title" to="/tenants/$name" params={{ name }}>
          {display_name}
        </Link>
      ) : (
        <span className="title">{display_name}</span>
      )}
      <span className="about">
        <code>{name}</code>
      </span>
    </>
  );
}
