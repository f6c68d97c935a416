import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { useRead } from '../../../api/use-read.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Section } from '../../../components/page.tsx';
import type { ShownUser } from './user-name.ts';

/** How an account is stopped, for a while or for good; both say first what goes with it. */
export function UserEnding({ user }: { readonly user: ShownUser }) {
  const { t } = useTranslation(['users', 'admin']);
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'disable' | 'delete' | null>(null);
  const enable = useChange('enableUser', ['getUser', 'listUsers']);
  const impact = useImpact(user, asked !== null);
  const { sub, email, disabled_at } = user;
  const params = { sub };
  const close = () => setAsked(null);
  return (
    <Section title={t('admin:ending')} lead={disabled_at === null ? t('endingLead') : t('disabledLead')}>
      <ErrorNotice error={enable.error} />
      <div className="row">
        {disabled_at === null ? (
          <Button variant="default" onClick={() => setAsked('disable')}>
            {t('admin:disable')}
          </Button>
        ) : (
          <Button loading={enable.isPending} onClick={() => enable.mutate({ params })}>
            {t('admin:enable')}
          </Button>
        )}
        <Button variant="outline" color="danger" onClick={() => setAsked('delete')}>
          {t('admin:delete')}
        </Button>
      </div>
      <ConfirmChange
        id="disableUser"
        change={asked === 'disable' ? { params } : null}
        refreshes={['getUser', 'listUsers', 'listUserSessions']}
        title={t('disableTitle', { email })}
        consequences={[impact.sessions, t('disableBreaks'), t('disableUndone')]}
        verb={t('admin:disable')}
        onClose={close}
      />
      <ConfirmChange
        id="deleteUser"
        change={asked === 'delete' ? { params } : null}
        refreshes={['listUsers']}
        title={t('deleteTitle', { email })}
        consequences={[impact.apps, impact.sessions, ...impact.organizations, t('deleteBreaks'), t('admin:forGood')]}
        name={email}
        verb={t('admin:delete')}
        onClose={close}
        onDone={() => void navigate({ to: '/users' })}
      />
    </Section>
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
