import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../api/operations.ts';
import { useChange } from '../../api/use-change.ts';
import { useList } from '../../api/use-list.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextAreaField } from '../../components/fields.tsx';
import { Form, Submit } from '../../components/form.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { When } from '../../components/when.tsx';
import type { ShownClient } from '../clients/client.tsx';

type Request = ItemOf<'listServiceAccountRequestsOfClient'>;

/** A client that works for itself may act for one user, if an administrator allows it. */
export function ServiceAccount({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation('lifecycle');
  const { client_id, grant_types = [], service_account } = client;
  const isService = grant_types.includes('client_credentials') && !grant_types.includes('authorization_code');
  if (!isService || (client.resource ?? []).length > 0) return null;
  return (
    <Section title={t('serviceAccount')} lead={t('serviceAccountLead')}>
      {service_account === undefined ? (
        <Asking client_id={client_id} />
      ) : (
        <Notice tone="good" icon="check" title={t('serviceAccountBound')}>
          <p>
            {t('serviceAccountFor')} <code>{service_account.sub}</code>
          </p>
        </Notice>
      )}
    </Section>
  );
}

function Asking({ client_id }: Pick<ShownClient, 'client_id'>) {
  const { t } = useTranslation(['lifecycle', 'common']);
  const [reason, setReason] = useState('');
  const { items, isLoading, error } = useList('listServiceAccountRequestsOfClient', { params: { client_id } });
  const ask = useChange('requestServiceAccount', ['listServiceAccountRequestsOfClient', 'listServiceAccountRequests']);
  const last = items.at(-1);
  if (isLoading) return <output className="muted">{t('common:loading')}</output>;
  if (error !== null) return <ErrorNotice error={error} />;
  return (
    <>
      {last === undefined ? null : <Asked request={last} />}
      {last?.state === 'waiting' ? null : (
        <Form
          error={ask.error}
          fields={['reason']}
          onSubmit={() => ask.mutate({ params: { client_id }, body: { reason } }, { onSuccess: () => setReason('') })}
        >
          <TextAreaField
            name="reason"
            label={t('reason')}
            hint={t('reasonHint')}
            value={reason}
            maxLength={1000}
            onChange={setReason}
          />
          <Submit verb={t('ask')} isBusy={ask.isPending} />
        </Form>
      )}
    </>
  );
}

const LOOKS = {
  waiting: ['plain', 'clock'],
  approved: ['good', 'check'],
  refused: ['caution', 'undo'],
} as const;

function Asked({ request: { state, reason, note, created_at } }: { readonly request: Request }) {
  const { t } = useTranslation('lifecycle');
  const [tone, icon] = LOOKS[state];
  return (
    <Notice tone={tone} icon={icon} title={t(`requestState.${state}`)}>
      <p>
        {reason}{' '}
        <span className="muted">
          (<When at={created_at} />)
        </span>
      </p>
      {note === '' ? null : <blockquote>{note}</blockquote>}
    </Notice>
  );
}
