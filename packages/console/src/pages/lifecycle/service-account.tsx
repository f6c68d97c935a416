import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemOf, Results } from '../../api/operations.ts';
import { useChange } from '../../api/use-change.ts';
import { useList } from '../../api/use-list.ts';
import { useRead } from '../../api/use-read.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Facts } from '../../components/facts.tsx';
import { TextAreaField } from '../../components/fields.tsx';
import { Form, Submit } from '../../components/form.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { ToCome } from '../../components/to-come.tsx';
import { When } from '../../components/when.tsx';
import { reaches } from '../../frame/sections.ts';
import type { ShownClient } from '../clients/client.tsx';
import { TokensRefused } from './tokens-refused.tsx';

type Request = ItemOf<'listServiceAccountRequestsOfClient'>;
type Account = Results['getServiceAccount'];

/** A client that works for itself may act for one user, if an administrator allows it. */
export function ServiceAccount({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation('lifecycle');
  const { grant_types = [], service_account } = client;
  const isService = grant_types.includes('client_credentials') && !grant_types.includes('authorization_code');
  if (!isService || (client.resource ?? []).length > 0) return null;
  return (
    <Section title={t('serviceAccount')} lead={t('serviceAccountLead')}>
      {service_account === undefined ? <Asking client={client} /> : <Bound client={client} />}
    </Section>
  );
}

/** For whom it acts, and whether it may now; where that is over, it can be asked for anew. */
function Bound({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation(['lifecycle', 'common']);
  const { client_id } = client;
  const { data: account, error } = useRead('getServiceAccount', { params: { client_id } });
  if (account === undefined) return <ToCome error={error} />;
  const { ended } = account;
  const isOver = ended === 'revoked' || ended === 'gone';
  const [tone, icon] = ended === null ? (['good', 'check'] as const) : (['caution', 'pause'] as const);
  const title = ended === null ? 'bound' : isOver ? 'ended' : 'paused';
  return (
    <>
      <Notice tone={tone} icon={icon} title={t(`serviceAccountTitle.${title}`)}>
        {ended === null ? null : <p>{t(`serviceAccountEnd.${ended}`)}</p>}
        <BoundTo account={account} isOver={isOver} />
      </Notice>
      {isOver ? <Asking client={client} /> : null}
    </>
  );
}

/** Who, since when, until when. Administrators find the way to the user. */
function BoundTo({ account, isOver }: { readonly account: Account; readonly isOver: boolean }) {
  const { t } = useTranslation('lifecycle');
  const { data: caller } = useRead('getCaller', {});
  const { sub, since, revoked_at, ended } = account;
  const user = <code>{sub}</code>;
  return (
    <Facts
      facts={[
        [
          t(isOver ? 'serviceAccountWasFor' : 'serviceAccountFor'),
          reaches(caller?.role ?? null, 'admin') && ended !== 'gone' ? (
            <Link key="user" to="/users/$sub" params={{ sub }}>
              {user}
            </Link>
          ) : (
            user
          ),
        ],
        since === null ? null : [t('since'), <When key="since" at={since} />],
        revoked_at === null ? null : [t('revokedAt'), <When key="revoked" at={revoked_at} />],
      ]}
    />
  );
}

function Asking({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation(['lifecycle', 'common']);
  const { client_id } = client;
  const [reason, setReason] = useState('');
  const { items, isLoading, error } = useList('listServiceAccountRequestsOfClient', { params: { client_id } });
  const ask = useChange('requestServiceAccount', ['listServiceAccountRequestsOfClient', 'listServiceAccountRequests']);
  const last = items.at(-1);
  if (isLoading) return <output className="muted">{t('common:loading')}</output>;
  if (error !== null) return <ErrorNotice error={error} />;
  return (
    <>
      {/* One that was approved has had its time: whoever is here has no service account. */}
      {last === undefined || last.state === 'approved' ? null : <Asked request={last} />}
      <TokensRefused client={client} />
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
  approved: ['plain', 'check'],
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
