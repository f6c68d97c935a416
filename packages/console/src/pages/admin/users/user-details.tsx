import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { CheckField, TextField } from '../../../components/fields.tsx';
import { Form, Saved, Submit } from '../../../components/form.tsx';
import { Section } from '../../../components/page.tsx';
import { type ShownUser, userName } from './user-name.ts';

/** The address and the name, which an administrator corrects when somebody asks for it. */
export function UserDetails({ user }: { readonly user: ShownUser }) {
  const { t } = useTranslation(['users', 'common']);
  const before = { email: user.email, email_verified: user.email_verified, name: userName(user) ?? '' };
  const [values, setValues] = useState(before);
  const save = useChange('updateUser', ['getUser', 'listUsers']);
  const set = (change: Partial<typeof values>) => setValues((known) => ({ ...known, ...change }));
  const isSame = JSON.stringify(values) === JSON.stringify(before);
  const submit = () => {
    const { email, email_verified, name } = values;
    // Only what was changed: a claim that nobody touched is not written down.
    const body = {
      ...(email === before.email ? {} : { email }),
      ...(email_verified === before.email_verified && email === before.email ? {} : { email_verified }),
      ...(name === before.name ? {} : { claims: { name: name === '' ? null : name } }),
    };
    save.mutate({ params: { sub: user.sub }, body });
  };
  return (
    <Section title={t('details')} lead={t('detailsLead')}>
      <Form error={save.error} fields={['email', 'email_verified', 'claims']} onSubmit={submit}>
        <TextField
          name="email"
          type="email"
          label={t('email')}
          value={values.email}
          onChange={(email) => set({ email, email_verified: email === before.email && before.email_verified })}
        />
        <CheckField
          name="email_verified"
          label={t('verified')}
          hint={t('verifiedHint')}
          value={values.email_verified}
          onChange={(email_verified) => set({ email_verified })}
        />
        <TextField name="claims" label={t('name')} value={values.name} onChange={(name) => set({ name })} />
        <Submit verb={t('common:save')} isBusy={save.isPending}>
          <Saved isShown={save.isSuccess && isSame} />
        </Submit>
      </Form>
    </Section>
  );
}
