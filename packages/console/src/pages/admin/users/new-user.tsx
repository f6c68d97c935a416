import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { Choices } from '../../../components/choices.tsx';
import { CheckField, SecretField, TextField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';

type Way = 'invite' | 'create';
type Invitation = Results['inviteUser'];

/** Somebody new: they make the account themselves, or it is made for them. */
export function NewUser() {
  const { t } = useTranslation('users');
  const [way, setWay] = useState<Way>('invite');
  const [invited, setInvited] = useState<Invitation | null>(null);
  return (
    <Page title={t('newTitle')} lead={t('newLead')} crumbs={[{ label: t('title'), to: '/users' }]}>
      {invited === null ? (
        <div className="stack roomy">
          <Choices
            name="way"
            legend={t('how')}
            value={way}
            onChange={(value) => setWay(value as Way)}
            choices={[
              { value: 'invite', name: t('invite'), about: t('inviteAbout'), icon: 'deliveries' },
              { value: 'create', name: t('create'), about: t('createAbout'), icon: 'person' },
            ]}
          />
          {way === 'invite' ? <Invite onInvited={setInvited} /> : <Create />}
        </div>
      ) : (
        <Invited invitation={invited} onAgain={() => setInvited(null)} />
      )}
    </Page>
  );
}

function Invite({ onInvited }: { onInvited(invitation: Invitation): void }) {
  const { t } = useTranslation('users');
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const invite = useChange('inviteUser', []);
  const submit = () =>
    invite.mutate({ body: { email, ...(name === '' ? {} : { claims: { name } }) } }, { onSuccess: onInvited });
  return (
    <Form error={invite.error} fields={['email', 'claims']} onSubmit={submit}>
      <TextField name="email" type="email" label={t('email')} value={email} isRequired onChange={setEmail} />
      <TextField name="claims" label={t('name')} value={name} onChange={setName} />
      <Submit verb={t('inviteVerb')} isBusy={invite.isPending} />
    </Form>
  );
}

function Invited({ invitation, onAgain }: { readonly invitation: Invitation; onAgain(): void }) {
  const { t } = useTranslation('users');
  return (
    <div className="stack">
      <Notice tone="good" icon="check" title={t('invited')} alert>
        <p>
          {t('invitedLead', { email: invitation.email })} <When at={invitation.expires_at} />
        </p>
      </Notice>
      <div className="row">
        <Button onClick={onAgain}>{t('inviteAnother')}</Button>
        <Button component={Link} to="/users" variant="default">
          {t('toUsers')}
        </Button>
      </div>
    </div>
  );
}

function Create() {
  const { t } = useTranslation('users');
  const navigate = useNavigate();
  const [values, setValues] = useState({ email: '', name: '', password: '', email_verified: false });
  const create = useChange('createUser', ['listUsers']);
  const set = (change: Partial<typeof values>) => setValues((known) => ({ ...known, ...change }));
  const submit = () => {
    const { name, password, ...rest } = values;
    const body = { ...rest, password: password === '' ? null : password, claims: name === '' ? {} : { name } };
    create.mutate({ body }, { onSuccess: ({ sub }) => navigate({ to: '/users/$sub', params: { sub } }) });
  };
  return (
    <Form error={create.error} fields={['email', 'claims', 'password', 'email_verified']} onSubmit={submit}>
      <TextField
        name="email"
        type="email"
        label={t('email')}
        value={values.email}
        isRequired
        onChange={(email) => set({ email })}
      />
      <CheckField
        name="email_verified"
        label={t('verified')}
        hint={t('verifiedHint')}
        value={values.email_verified}
        onChange={(email_verified) => set({ email_verified })}
      />
      <TextField name="claims" label={t('name')} value={values.name} onChange={(name) => set({ name })} />
      <SecretField
        name="password"
        label={t('password')}
        hint={t('passwordHint')}
        value={values.password}
        onChange={(password) => set({ password })}
      />
      <Submit verb={t('createVerb')} isBusy={create.isPending} />
    </Form>
  );
}
