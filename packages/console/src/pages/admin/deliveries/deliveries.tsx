import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { useList } from '../../../api/use-list.ts';
import { DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Page } from '../../../components/page.tsx';
import { StateBadge, type Tone } from '../../../components/state-badge.tsx';
import { When } from '../../../components/when.tsx';
import type { IconName } from '../../../look/icons.tsx';
import { ClientLink } from '../client-link.tsx';
import { RowButton } from '../row-button.tsx';

type Delivery = Results['listDeliveries']['items'][number];

/** What clients were told, and whether they heard it. */
export function Deliveries() {
  const { t } = useTranslation(['deliveries', 'admin']);
  const list = useList('listDeliveries', {});
  const retry = useChange('retryDelivery', ['listDeliveries', 'listClientDeliveries']);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ErrorNotice error={retry.error} />
      <DataList
        label={t('title')}
        list={list}
        keyOf={({ event_id, client_id }) => `${client_id} ${event_id}`}
        empty={<EmptyState title={t('empty')}>{t('emptyLead')}</EmptyState>}
        columns={[
          {
            name: 'client',
            label: t('admin:client'),
            cell: ({ client_id, kind }) => (
              <>
                <ClientLink client_id={client_id} />
                <span className="about">{t(`kind.${kind}`)}</span>
              </>
            ),
          },
          { name: 'state', label: t('state'), cell: ({ status }) => <DeliveryState status={status} /> },
          { name: 'answer', label: t('answer'), isLabelled: true, cell: (delivery) => <Answer delivery={delivery} /> },
          { name: 'attempts', label: t('attempts'), isLabelled: true, cell: ({ attempts }) => attempts },
          { name: 'when', label: t('when'), cell: ({ created_at }) => <When at={created_at} /> },
          {
            name: 'action',
            label: t('admin:action'),
            cell: ({ client_id, event_id, status, next_attempt_at }) =>
              status === 'given up' ? (
                <RowButton
                  verb={t('retry')}
                  what={client_id}
                  isBusy={retry.isPending && retry.variables?.params.event_id === event_id}
                  onClick={() => retry.mutate({ params: { client_id, event_id } })}
                />
              ) : next_attempt_at === null ? null : (
                <span className="small">
                  {t('next')} <When at={next_attempt_at} />
                </span>
              ),
          },
        ]}
      />
    </Page>
  );
}

const STATES: Readonly<Record<Delivery['status'], readonly [icon: IconName, tone: Tone]>> = {
  delivered: ['check', 'good'],
  waiting: ['clock', 'plain'],
  'given up': ['warning', 'danger'],
};

function DeliveryState({ status }: Pick<Delivery, 'status'>) {
  const { t } = useTranslation('deliveries');
  const [icon, tone] = STATES[status];
  return (
    <StateBadge icon={icon} tone={tone}>
      {t(`stateName.${status}`)}
    </StateBadge>
  );
}

function Answer({ delivery: { last_status, last_error } }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('deliveries');
  if (last_status === null && last_error === null) return t('noAnswer');
  return (
    <>
      {last_status === null ? null : <code>{last_status}</code>} {last_error}
    </>
  );
}
