import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../../api/use-read.ts';
import { Ending } from '../../../components/ending.tsx';
import type { ShownUser } from './user-name.ts';

/** How an account is stopped, for a while or for good. */
export function UserEnding({ user }: { readonly user: ShownUser }) {
  const { t } = useTranslation(['users', 'common']);
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const impact = useImpact(user, isAsked);
  const { sub, email, disabled_at } = user;
  const change = { params: { sub } };
  return (
    <Ending
      disabled_at={disabled_at}
      lead={disabled_at === null ? t('endingLead') : t('disabledLead')}
      enable={{ id: 'enableUser', change, refreshes: ['getUser', 'listUsers', 'getServiceAccount'] }}
      disable={{
        id: 'disableUser',
        change,
        refreshes: ['getUser', 'listUsers', 'listUserSessions', 'getServiceAccount'],
        title: t('disableTitle', { email }),
        consequences: [impact.sessions, t('disableBreaks'), t('disableUndone')],
      }}
      remove={{
        id: 'deleteUser',
        change,
        refreshes: ['listUsers', 'getServiceAccount'],
        title: t('deleteTitle', { email }),
        consequences: [
          ...[impact.apps, impact.sessions, ...impact.organizations],
          ...[t('deleteBreaks'), t('common:forGood')],
        ],
        name: email,
        onDone: () => void navigate({ to: '/users' }),
      }}
      onAsk={setAsked}
    />
  );
}

/** What goes with the user, in sentences; asked for when somebody is about to stop them. */
function useImpact({ sub }: ShownUser, enabled: boolean) {
  const { t } = useTranslation(['users', 'common']);
  const { data } = useRead('getUserImpact', { params: { sub } }, { enabled });
  if (data === undefined) return { apps: t('common:loading'), sessions: t('common:loading'), organizations: [] };
  return {
    apps: t('impactApps', { count: data.apps }),
    sessions: t('impactSessions', { count: data.sessions }),
    organizations: data.organizations_owned_alone.map(({ name, deleted }) =>
      t(deleted ? 'impactDeleted' : 'impactPasses', { name }),
    ),
  };
}
