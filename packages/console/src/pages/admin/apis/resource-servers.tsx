import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import type { ListState } from '../../../api/use-list.ts';
import { useRead } from '../../../api/use-read.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { Copyable } from '../../../components/copy-button.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Section } from '../../../components/page.tsx';
import { Icon } from '../../../look/icons.tsx';
import { RowButton } from '../row-button.tsx';
import { ResourceServerForm } from './resource-server-form.tsx';

export type ResourceServer = Results['listResourceServers']['items'][number];

/** The APIs that accept access tokens. */
export function ResourceServers({ list }: { readonly list: ListState<ResourceServer> }) {
  const { t } = useTranslation('apis');
  const [editing, setEditing] = useState<ResourceServer | 'new' | null>(null);
  const [deleting, setDeleting] = useState<ResourceServer | null>(null);
  const close = () => setEditing(null);
  const add = (
    <Button variant="default" size="sm" leftSection={<Icon name="add" />} onClick={() => setEditing('new')}>
      {t('newApi')}
    </Button>
  );
  const known = editing === 'new' ? null : editing;
  return (
    <Section title={t('apis')} lead={t('apisLead')} action={add}>
      <DataList
        label={t('apis')}
        list={list}
        keyOf={({ resource }) => resource}
        empty={<EmptyState title={t('noApi')}>{t('noApiLead')}</EmptyState>}
        columns={useApiColumns({ onEdit: setEditing, onDelete: setDeleting })}
      />
      <Dialog
        opened={editing !== null}
        title={known === null ? t('newApi') : t('editApi', { name: known.name })}
        onClose={close}
      >
        <ResourceServerForm known={known} onSaved={close} />
      </Dialog>
      <Deletion api={deleting} onClose={() => setDeleting(null)} />
    </Section>
  );
}

interface Actions {
  onEdit(api: ResourceServer): void;
  onDelete(api: ResourceServer): void;
}

function useApiColumns({ onEdit, onDelete }: Actions): [Column<ResourceServer>, ...Column<ResourceServer>[]] {
  const { t } = useTranslation(['apis', 'admin', 'common']);
  return [
    {
      name: 'api',
      label: t('api'),
      cell: ({ name, resource }) => (
        <>
          <span className="title">{name}</span>
          <span className="about">
            <Copyable value={resource} what={t('resource')} />
          </span>
        </>
      ),
    },
    {
      name: 'format',
      label: t('format'),
      cell: ({ access_token_format: format, access_token_signing_alg: alg }) => (
        <code>{format === 'jwt' ? `jwt ${alg}` : format}</code>
      ),
    },
    {
      name: 'ttl',
      label: t('lifetime'),
      isLabelled: true,
      cell: ({ access_token_ttl: ttl }) => (ttl === null ? t('ttlTenant') : t('seconds', { count: ttl })),
    },
    {
      name: 'action',
      label: t('admin:action'),
      cell: (api) => (
        <span className="row answers">
          <RowButton verb={t('admin:edit')} what={api.name} onClick={() => onEdit(api)} />
          <RowButton verb={t('common:delete')} what={api.name} isDestructive onClick={() => onDelete(api)} />
        </span>
      ),
    },
  ];
}

function Deletion({ api, onClose }: { readonly api: ResourceServer | null; onClose(): void }) {
  const { t } = useTranslation(['apis', 'admin', 'common']);
  const params = { resource: api?.resource ?? '' };
  const { data: used } = useRead('getResourceServerImpact', { params }, { enabled: api !== null });
  const consequences =
    used === undefined
      ? [t('common:loading')]
      : [t('usedScopes', { count: used.scopes }), t('usedClients', { count: used.clients }), t('apiBreaks')];
  return (
    <ConfirmChange
      id="deleteResourceServer"
      change={api === null ? null : { params }}
      refreshes={['listResourceServers', 'getResourceServerImpact']}
      title={t('deleteApiTitle', { name: api?.name ?? '' })}
      consequences={consequences}
      name={api?.name}
      verb={t('common:delete')}
      onClose={onClose}
    />
  );
}
