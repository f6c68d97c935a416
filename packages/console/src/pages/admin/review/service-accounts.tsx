import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { useList } from '../../../api/use-list.ts';
import { useRead } from '../../../api/use-read.ts';
import { DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { TextField } from '../../../components/fields.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Section } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import { review } from '../../../texts/en/review.ts';
import type { ShownClient } from '../../clients/client.tsx';
import { nameOf } from '../../clients/name-of.ts';
import { TokensRefused } from '../../lifecycle/tokens-refused.tsx';
import { Actor } from '../actor.tsx';
import { ClientLink } from '../client-link.tsx';
import { RowButton } from '../row-button.tsx';
import { NoteDialog } from './note-dialog.tsx';

type Request = Results['listServiceAccountRequests']['items'][number];
type State = keyof typeof review.requestState;
type Asked = { readonly verb: 'approve' | 'refuse'; readonly request: Request };

/** Clients that ask to act for a user. */
export function ServiceAccounts() {
  const { t } = useTranslation(['review', 'admin']);
  const [state, setState] = useState<State>('waiting');
  const [asked, setAsked] = useState<Asked | null>(null);
  const list = useList('listServiceAccountRequests', { query: { state } });
  const close = () => setAsked(null);
  return (
    <Section title={t('accounts')} lead={t('accountsLead')}>
      <DataList
        label={t('accounts')}
        list={list}
        keyOf={({ request_id }) => request_id}
        tools={
          <NativeSelect
            aria-label={t('show')}
            value={state}
            onChange={(event) => setState(event.currentTarget.value as State)}
            data={Object.entries(review.requestState).map(([value, label]) => ({ value, label }))}
          />
        }
        empty={<EmptyState title={t('noRequest')}>{t('noRequestLead')}</EmptyState>}
        columns={[
          {
            name: 'client',
            label: t('admin:client'),
            cell: ({ client_id, reason }) => (
              <>
                <ClientLink client_id={client_id} />
                <span className="about">{reason}</span>
              </>
            ),
          },
          { name: 'by', label: t('askedBy'), cell: ({ requested_by }) => <Actor actor={requested_by} /> },
          { name: 'when', label: t('when'), cell: ({ created_at }) => <When at={created_at} /> },
          {
            name: 'decision',
            label: t('decision'),
            cell: (request) => <RequestDecision request={request} onAsk={(verb) => setAsked({ verb, request })} />,
          },
        ]}
      />
      <Binding request={asked?.verb === 'approve' ? asked.request : null} onClose={close} />
      <Refusal request={asked?.verb === 'refuse' ? asked.request : null} onClose={close} />
    </Section>
  );
}

function RequestDecision({ request, onAsk }: { readonly request: Request; onAsk(verb: Asked['verb']): void }) {
  const { t } = useTranslation('review');
  const { state, note, client_id } = request;
  if (state !== 'waiting') {
    return (
      <>
        {t(`requestState.${state}`)}
        {note === '' ? null : <span className="about">{note}</span>}
      </>
    );
  }
  return (
    <span className="row answers">
      <RowButton verb={t('approve')} what={client_id} onClick={() => onAsk('approve')} />
      <RowButton verb={t('refuse')} what={client_id} onClick={() => onAsk('refuse')} />
    </span>
  );
}

interface AskedProps {
  readonly request: Request | null;
  onClose(): void;
}

/** The client that asks; undefined while it is on its way. */
function useAskingClient(request: Request | null): ShownClient | undefined {
  const params = { client_id: request?.client_id ?? '' };
  return useRead('getClient', { params }, { enabled: request !== null }).data;
}

function Binding({ request, onClose }: AskedProps) {
  const { t } = useTranslation('review');
  const [user, setUser] = useState('');
  const client = useAskingClient(request);
  const approve = useChange('approveServiceAccount', [
    ...(['listServiceAccountRequests', 'listServiceAccountRequestsOfClient', 'getServiceAccount'] as const),
    ...(['getClient', 'listClients', 'listUserGrants'] as const),
  ]);
  const close = () => {
    setUser('');
    approve.reset();
    onClose();
  };
  const decide = (note: string) => {
    if (request === null) return;
    approve.mutate({ params: { request_id: request.request_id }, body: { user, note } }, { onSuccess: close });
  };
  return (
    <NoteDialog
      opened={request !== null}
      title={t('bindTitle', { name: client === undefined ? t('thisClient') : nameOf(client) })}
      about={<ClientId request={request} />}
      consequences={[t('bindBreaks')]}
      asksReason={false}
      verb={t('approve')}
      isBusy={approve.isPending}
      error={approve.error}
      fields={['user']}
      onDecide={decide}
      onClose={close}
    >
      <Notice tone="plain" icon="draft">
        <p>{request?.reason}</p>
      </Notice>
      {client === undefined ? null : <TokensRefused client={client} />}
      <TextField
        name="user"
        label={t('bindUser')}
        hint={t('bindUserHint')}
        value={user}
        isRequired
        onChange={setUser}
      />
    </NoteDialog>
  );
}

function ClientId({ request }: Pick<AskedProps, 'request'>) {
  return <code className="muted">{request?.client_id}</code>;
}

function Refusal({ request, onClose }: AskedProps) {
  const { t } = useTranslation('review');
  const client = useAskingClient(request);
  const refuse = useChange('refuseServiceAccount', [
    'listServiceAccountRequests',
    'listServiceAccountRequestsOfClient',
  ]);
  const decide = (note: string) => {
    if (request === null) return;
    refuse.mutate({ params: { request_id: request.request_id }, body: { note } }, { onSuccess: onClose });
  };
  return (
    <NoteDialog
      opened={request !== null}
      title={t('refuseTitle', { name: client === undefined ? t('thisClient') : nameOf(client) })}
      about={<ClientId request={request} />}
      consequences={[t('refuseBreaks')]}
      asksReason={false}
      verb={t('refuse')}
      isDestructive
      isBusy={refuse.isPending}
      error={refuse.error}
      onDecide={decide}
      onClose={onClose}
    />
  );
}
