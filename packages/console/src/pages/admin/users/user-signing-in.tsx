import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SecretField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Section } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import type { ShownUser } from './user-name.ts';

interface Said {
  readonly title: string;
  readonly lead: ReactNode;
}

/** Help for somebody who cannot get in: a link, a password, a fresh start without their lost factors. */
export function UserSigningIn({ user }: { readonly user: ShownUser }) {
  const { t } = useTranslation('users');
  const [asked, setAsked] = useState<'password' | 'factors' | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const send = useChange('sendPasswordReset', []);
  const params = { sub: user.sub };
  const sendLink = () =>
    send.mutate(
      { params },
      {
        onSuccess: ({ email, expires_at }) => {
          const until = <When at={expires_at} />;
          setSaid({ title: t('resetSent'), lead: [t('resetSentLead', { email }), ' ', until] });
        },
      },
    );
  const { passkeys, totp, recovery_codes } = user.factors;
  const ended = (title: string) => (sessions_ended: number) => {
    setSaid({ title, lead: t('sessionsEnded', { count: sessions_ended }) });
    setAsked(null);
  };
  return (
    <Section title={t('signingIn')} lead={t('signingInLead')}>
      <ErrorNotice error={send.error} />
      {said === null ? null : <Outcome said={said} />}
      <div className="row">
        <Button variant="default" loading={send.isPending} onClick={sendLink}>
          {t('sendReset')}
        </Button>
        <Button variant="default" onClick={() => setAsked('password')}>
          {t('setPassword')}
        </Button>
        {passkeys + recovery_codes === 0 && !totp ? null : (
          <Button variant="outline" color="danger" onClick={() => setAsked('factors')}>
            {t('resetFactors')}
          </Button>
        )}
      </div>
      <Dialog opened={asked === 'password'} title={t('setPassword')} onClose={() => setAsked(null)}>
        <NewPassword sub={user.sub} onSet={ended(t('passwordSet'))} />
      </Dialog>
      <FactorReset
        user={user}
        opened={asked === 'factors'}
        onReset={ended(t('factorsReset'))}
        onClose={() => setAsked(null)}
      />
    </Section>
  );
}

function Outcome({ said }: { readonly said: Said }) {
  return (
    <Notice tone="good" icon="check" title={said.title} alert>
      <p>{said.lead}</p>
    </Notice>
  );
}

interface FactorResetProps {
  readonly user: ShownUser;
  readonly opened: boolean;
  onReset(sessions_ended: number): void;
  onClose(): void;
}

function FactorReset({ user, opened, onReset, onClose }: FactorResetProps) {
  const { t } = useTranslation('users');
  const { passkeys, totp, recovery_codes } = user.factors;
  return (
    <ConfirmChange
      id="resetUserFactors"
      change={opened ? { params: { sub: user.sub } } : null}
      refreshes={['getUser', 'listUserSessions']}
      title={t('resetFactorsTitle', { email: user.email })}
      consequences={[
        t('factorsPasskeys', { count: passkeys }),
        ...(totp ? [t('factorsTotp')] : []),
        t('factorsCodes', { count: recovery_codes }),
        t('factorsAlone'),
      ]}
      verb={t('resetFactors')}
      onClose={onClose}
      onDone={({ sessions_ended }) => onReset(sessions_ended)}
    />
  );
}

function NewPassword({ sub, onSet }: { readonly sub: string; onSet(sessions_ended: number): void }) {
  const { t } = useTranslation('users');
  const [password, setPassword] = useState('');
  const save = useChange('setUserPassword', ['getUser', 'listUserSessions']);
  const submit = () =>
    save.mutate({ params: { sub }, body: { password } }, { onSuccess: ({ sessions_ended }) => onSet(sessions_ended) });
  return (
    <Form error={save.error} fields={['password']} onSubmit={submit}>
      <SecretField
        name="password"
        label={t('password')}
        hint={t('newPasswordHint')}
        value={password}
        onChange={setPassword}
      />
      <Submit verb={t('setPasswordVerb')} isBusy={save.isPending} />
    </Form>
  );
}
