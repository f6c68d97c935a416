import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { useRead } from '../../../api/use-read.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Section } from '../../../components/page.tsx';
import { StateBadge } from '../../../components/state-badge.tsx';
import { Icon } from '../../../look/icons.tsx';
import { RowButton } from '../row-button.tsx';
import type { ResourceServer } from './resource-servers.tsx';
import { ScopeForm } from './scope-form.tsx';

export type Scope = Results['listScopes']['items'][number];

/** What apps can ask for. Those of OpenID Connect are as they are. */
export function Scopes({ apis }: { readonly apis: readonly ResourceServer[] }) {
  const { t } = useTranslation('apis');
  const list = useList('listScopes', {});
  const [editing, setEditing] = useState<Scope | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Scope | null>(null);
  const close = () => setEditing(null);
  const known = editing === 'new' ? null : editing;
  const add = (
    <Button variant="default" size="sm" leftSection={<Icon name="add" />} onClick={() => setEditing('new')}>
      {t('newScope')}
    </Button>
  );
  return (
    <Section title={t('scopes')} lead={t('scopesLead')} action={apis.length === 0 ? undefined : add}>
      <DataList
        label={t('scopes')}
        list={list}
        keyOf={({ name }) => name}
        empty={<EmptyState title={t('noScope')}>{t('noScopeLead')}</EmptyState>}
        columns={useScopeColumns(apis, { onEdit: setEditing, onDelete: setDeleting })}
      />
      <Dialog
        opened={editing !== null}
        title={known === null ? t('newScope') : t('editScope', { name: known.name })}
        onClose={close}
      >
        <ScopeForm known={known} apis={apis} onSaved={close} />
      </Dialog>
      <Deletion scope={deleting} onClose={() => setDeleting(null)} />
    </Section>
  );
}

interface Actions {
  onEdit(scope: Scope): void;
  onDelete(scope: Scope): void;
}

function useScopeColumns(
  apis: readonly ResourceServer[],
  { onEdit, onDelete }: Actions,
): [Column<Scope>, ...Column<Scope>[]] {
  const { t } = useTranslation(['apis', 'admin', 'common']);
  const nameOf = (resource: string | null) =>
    resource === null ? t('openid') : (apis.find((api) => api.resource === resource)?.name ?? resource);
  return [
    {
      name: 'scope',
      label: t('scope'),
      cell: ({ name, display_name }) => (
        <>
          <span className="title">{display_name}</span>
          <span className="about">
            <code>{name}</code>
          </span>
        </>
      ),
    },
    { name: 'of', label: t('scopeOf'), cell: ({ resource }) => nameOf(resource) },
    { name: 'marks', label: t('marks'), cell: (scope) => <Marks scope={scope} /> },
    {
      name: 'action',
      label: t('admin:action'),
      cell: (scope) =>
        scope.resource === null ? null : (
          <span className="row answers">
            <RowButton verb={t('admin:edit')} what={scope.name} onClick={() => onEdit(scope)} />
            <RowButton verb={t('common:delete')} what={scope.name} isDestructive onClick={() => onDelete(scope)} />
          </span>
        ),
    },
  ];
}

function Marks({ scope: { required, emphasised, needs_review } }: { readonly scope: Scope }) {
  const { t } = useTranslation('apis');
  return (
    <span className="row">
      {required ? <StateBadge icon="check">{t('required')}</StateBadge> : null}
      {emphasised ? (
        <StateBadge icon="warning" tone="caution">
          {t('emphasised')}
        </StateBadge>
      ) : null}
      {needs_review ? <StateBadge icon="review">{t('needsReview')}</StateBadge> : null}
    </span>
  );
}

function Deletion({ scope, onClose }: { readonly scope: Scope | null; onClose(): void }) {
  const { t } = useTranslation(['apis', 'admin', 'common']);
  const params = { name: scope?.name ?? '' };
  const { data: used } = useRead('getScopeImpact', { params }, { enabled: scope !== null });
  const clients = used === undefined ? t('common:loading') : t('scopeClients', { count: used.clients });
  return (
    <ConfirmChange
      id="deleteScope"
      change={scope === null ? null : { params }}
      refreshes={['listScopes', 'getScopeImpact', 'getResourceServerImpact']}
      title={t('deleteScopeTitle', params)}
      consequences={[clients, t('scopeBreaks')]}
      name={scope?.name}
      verb={t('common:delete')}
      onClose={onClose}
    />
  );
}
