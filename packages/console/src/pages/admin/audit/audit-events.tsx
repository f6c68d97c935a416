import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import type { ListState } from '../../../api/use-list.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { When } from '../../../components/when.tsx';
import { Actor, Subject } from '../actor.tsx';

type AuditEvent = Results['listAuditEvents']['items'][number];

/** Entries of the log, each with everything that is recorded of it at hand. */
export function AuditEvents({ list }: { readonly list: ListState<AuditEvent> }) {
  const { t } = useTranslation('audit');
  const [shown, setShown] = useState<AuditEvent | null>(null);
  return (
    <>
      <DataList
        label={t('log')}
        list={list}
        keyOf={({ audit_id }) => audit_id}
        empty={<EmptyState title={t('empty')}>{t('emptyLead')}</EmptyState>}
        columns={useEventColumns(setShown)}
      />
      <Dialog opened={shown !== null} title={shown?.action ?? ''} size="lg" onClose={() => setShown(null)}>
        {shown === null ? null : (
          <CodeBlock title={t('entry', { seq: shown.seq })} code={JSON.stringify(shown, null, 2)} />
        )}
      </Dialog>
    </>
  );
}

function useEventColumns(onShow: (event: AuditEvent) => void): [Column<AuditEvent>, ...Column<AuditEvent>[]] {
  const { t } = useTranslation('audit');
  return [
    {
      name: 'action',
      label: t('action'),
      cell: (event) => (
        <button type="button" className="link-button" onClick={() => onShow(event)}>
          <code>{event.action}</code>
        </button>
      ),
    },
    { name: 'actor', label: t('actor'), cell: ({ actor }) => <Actor actor={actor} /> },
    { name: 'about', label: t('about'), cell: ({ sub, client_id }) => <Subject {...{ sub, client_id }} /> },
    { name: 'whence', label: t('whence'), cell: ({ address }) => address && <code>{address}</code> },
    { name: 'when', label: t('when'), cell: ({ at }) => <When at={at} /> },
  ];
}
