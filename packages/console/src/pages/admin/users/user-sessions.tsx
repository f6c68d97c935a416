import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDevice } from '../../../../../server/src/interaction/account/device.ts';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Section } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import { RowButton } from '../row-button.tsx';
import type { ShownUser } from './user-name.ts';

type Session = Results['listUserSessions']['items'][number];

interface UserSessionsProps {
  readonly user: ShownUser;
  readonly mayChange: boolean;
}

/** The browsers in which the user is signed in. */
export function UserSessions({ user, mayChange }: UserSessionsProps) {
  const { t } = useTranslation('users');
  const { sub, email } = user;
  const list = useList('listUserSessions', { params: { sub } });
  const [ending, setEnding] = useState<string | 'all' | null>(null);
  const close = () => setEnding(null);
  const all = (
    <Button variant="default" size="sm" onClick={() => setEnding('all')}>
      {t('endAll')}
    </Button>
  );
  return (
    <Section
      title={t('sessions')}
      lead={t('sessionsLead')}
      action={mayChange && list.items.length > 0 ? all : undefined}
    >
      <DataList
        label={t('sessions')}
        list={list}
        keyOf={({ sid }) => sid}
        empty={<EmptyState title={t('noSession')}>{t('noSessionLead')}</EmptyState>}
        columns={useSessionColumns(mayChange ? setEnding : null)}
      />
      <ConfirmChange
        id="endUserSession"
        change={ending === null || ending === 'all' ? null : { params: { sub, sid: ending } }}
        refreshes={['listUserSessions']}
        title={t('endTitle')}
        consequences={[t('endBreaks')]}
        verb={t('end')}
        onClose={close}
      />
      <ConfirmChange
        id="endUserSessions"
        change={ending === 'all' ? { params: { sub } } : null}
        refreshes={['listUserSessions']}
        title={t('endAllTitle', { email })}
        consequences={[t('endAllBreaks', { count: list.items.length }), t('endAllTold')]}
        verb={t('endAll')}
        onClose={close}
      />
    </Section>
  );
}

/** `onEnd` null: whoever looks may not end them. */
function useSessionColumns(onEnd: ((sid: string) => void) | null): [Column<Session>, ...Column<Session>[]] {
  const { t } = useTranslation(['users', 'admin']);
  const deviceName = (user_agent: string | null) => {
    const { browser, system } = readDevice(user_agent);
    if (browser === null || system === null) return browser ?? system ?? t('unknownBrowser');
    return t('browserOn', { browser, system });
  };
  const columns: [Column<Session>, ...Column<Session>[]] = [
    {
      name: 'browser',
      label: t('browser'),
      cell: ({ user_agent, amr }) => (
        <>
          {deviceName(user_agent)}
          <span className="about">
            <code>{amr.join(' ')}</code>
          </span>
        </>
      ),
    },
    { name: 'address', label: t('address'), cell: ({ address }) => <code>{address}</code> },
    { name: 'seen', label: t('lastSeen'), isLabelled: true, cell: ({ last_seen_at }) => <When at={last_seen_at} /> },
  ];
  if (onEnd === null) return columns;
  const end: Column<Session> = {
    name: 'end',
    label: t('admin:action'),
    cell: ({ sid, user_agent }) => (
      <RowButton verb={t('end')} what={deviceName(user_agent)} isDestructive onClick={() => onEnd(sid)} />
    ),
  };
  return [...columns, end];
}
