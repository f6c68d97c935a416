import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../../api/use-read.ts';
import { Copyable } from '../../../components/copy-button.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { StateBadge } from '../../../components/state-badge.tsx';
import { PageToCome } from '../../../components/to-come.tsx';
import { When } from '../../../components/when.tsx';
import { reaches } from '../../../frame/sections.ts';
import { EnabledState } from '../enabled-state.tsx';
import { roleWord } from './roles.ts';
import { UserApps } from './user-apps.tsx';
import { UserDetails } from './user-details.tsx';
import { UserEnding } from './user-ending.tsx';
import { type ShownUser, userName } from './user-name.ts';
import { UserOrganizations } from './user-organizations.tsx';
import { UserRole } from './user-role.tsx';
import { UserSessions } from './user-sessions.tsx';
import { UserSigningIn } from './user-signing-in.tsx';

/** One user: who they are, what they may, where they are signed in, what they allowed. */
export function User() {
  const { t } = useTranslation('users');
  const { sub } = useParams({ from: '/users/$sub' });
  const { data: user, error } = useRead('getUser', { params: { sub } });
  const { data: caller } = useRead('getCaller', {});
  const crumbs = [{ label: t('title'), to: '/users' }];
  if (user === undefined || caller === undefined) {
    return <PageToCome title={t('user')} crumbs={crumbs} error={error} />;
  }
  const mayChange = reaches(caller.role, user.role);
  return (
    <Page title={user.email} lead={userName(user) ?? undefined} crumbs={crumbs} about={<About user={user} />} key={sub}>
      {mayChange ? null : (
        <Notice tone="plain" icon="shield" title={t('above')}>
          <p>{t('aboveLead')}</p>
        </Notice>
      )}
      <Section title={t('about')}>
        <AccountFacts user={user} />
      </Section>
      <UserSessions user={user} mayChange={mayChange} />
      <UserApps user={user} />
      <UserOrganizations user={user} />
      {mayChange ? (
        <>
          <UserDetails user={user} />
          <UserRole user={user} own={caller.role} />
          <UserSigningIn user={user} />
          <UserEnding user={user} />
        </>
      ) : null}
    </Page>
  );
}

function About({ user }: { readonly user: ShownUser }) {
  const { t } = useTranslation('users');
  return (
    <>
      <EnabledState disabled_at={user.disabled_at} />
      <StateBadge icon="person">{t(`roleName.${roleWord(user.role)}`)}</StateBadge>
      <Copyable value={user.sub} what={t('sub')} />
    </>
  );
}

function AccountFacts({ user }: { readonly user: ShownUser }) {
  const { t } = useTranslation(['users', 'admin']);
  const { factors } = user;
  return (
    <Facts
      facts={[
        [t('email'), `${user.email} · ${t(user.email_verified ? 'emailVerified' : 'emailUnverified')}`],
        [t('password'), t(user.has_password ? 'hasPassword' : 'noPassword')],
        [t('passkeys'), factors.passkeys],
        [t('totp'), t(factors.totp ? 'totpOn' : 'totpOff')],
        [t('recoveryCodes'), factors.recovery_codes],
        [t('admin:created'), <When key="created" at={user.created_at} />],
        [t('admin:changed'), <When key="changed" at={user.updated_at} />],
      ]}
    />
  );
}
