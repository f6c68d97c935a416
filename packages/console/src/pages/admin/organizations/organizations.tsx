import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { useList } from '../../../api/use-list.ts';
import { useRead } from '../../../api/use-read.ts';
import { DataList } from '../../../components/data-list.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { TextField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import { Icon } from '../../../look/icons.tsx';
import { EnabledState } from '../enabled-state.tsx';

/** Companies and workspaces. */
export function Organizations() {
  const { t } = useTranslation(['organizations', 'admin']);
  const [q, setQ] = useState('');
  const search = useDeferredValue(q);
  const [isAdding, setAdding] = useState(false);
  const list = useList('listOrganizations', { query: { search } });
  const { data: tenant } = useRead('getTenant', {});
  const add = (
    <Button leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} action={add}>
      {tenant !== undefined && (tenant.settings.organizations ?? 'off') === 'off' ? <SwitchedOff /> : null}
      <DataList
        label={t('title')}
        list={list}
        keyOf={({ org_id }) => org_id}
        search={{ q, label: t('search'), onChange: setQ }}
        empty={<EmptyState title={t('empty')}>{t('emptyLead')}</EmptyState>}
        columns={[
          {
            name: 'name',
            label: t('organization'),
            cell: ({ org_id, name }) => (
              <Link className="title" to="/organizations/$org_id" params={{ org_id }}>
                {name}
              </Link>
            ),
          },
          { name: 'state', label: t('admin:state'), cell: ({ disabled_at }) => <EnabledState {...{ disabled_at }} /> },
          { name: 'created', label: t('admin:created'), cell: ({ created_at }) => <When at={created_at} /> },
        ]}
      />
      <Dialog opened={isAdding} title={t('new')} onClose={() => setAdding(false)}>
        <NewOrganization />
      </Dialog>
    </Page>
  );
}

function SwitchedOff() {
  const { t } = useTranslation('organizations');
  return (
    <Notice tone="plain" icon="settings" title={t('off')}>
      <p>{t('offLead')}</p>
      <p>
        <Link to="/tenant/settings/$group" params={{ group: 'organizations' }}>
          {t('toSettings')}
        </Link>
      </p>
    </Notice>
  );
}

function NewOrganization() {
  const { t } = useTranslation('organizations');
  const navigate = useNavigate();
  const [values, setValues] = useState({ name: '', owner: '' });
  const create = useChange('createOrganization', ['listOrganizations']);
  const bind = (name: keyof typeof values) => ({
    name,
    value: values[name],
    onChange: (value: string) => setValues((known) => ({ ...known, [name]: value })),
  });
  const submit = () =>
    create.mutate(
      { body: values },
      { onSuccess: ({ org_id }) => void navigate({ to: '/organizations/$org_id', params: { org_id } }) },
    );
  return (
    <Form error={create.error} fields={['name', 'owner']} onSubmit={submit}>
      <TextField {...bind('name')} label={t('name')} isRequired />
      <TextField {...bind('owner')} label={t('owner')} hint={t('ownerHint')} isRequired />
      <Submit verb={t('create')} isBusy={create.isPending} />
    </Form>
  );
}
