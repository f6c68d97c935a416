import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { SelectField } from '../../../components/fields.tsx';
import { Form, Saved, Submit } from '../../../components/form.tsx';
import { Section } from '../../../components/page.tsx';
import type { Role } from '../../../frame/sections.ts';
import { type RoleWord, roleOf, rolesWithin, roleWord } from './roles.ts';
import type { ShownUser } from './user-name.ts';

/** What the user may in the console. `own`: the role of whoever gives it. */
export function UserRole({ user, own }: { readonly user: ShownUser; readonly own: Role | null }) {
  const { t } = useTranslation('users');
  const [word, setWord] = useState<RoleWord>(roleWord(user.role));
  const save = useChange('setUserRole', ['getUser', 'listUsers', 'listAdministrators', 'getCaller']);
  const submit = () => save.mutate({ params: { sub: user.sub }, body: { role: roleOf(word) } });
  return (
    <Section title={t('role')} lead={t('roleLead')}>
      <Form error={save.error} fields={['role']} onSubmit={submit}>
        <SelectField
          name="role"
          label={t('role')}
          value={word}
          options={rolesWithin(own) as Readonly<Record<RoleWord, string>>}
          onChange={setWord}
        />
        <Submit verb={t('roleSave')} isBusy={save.isPending}>
          <Saved isShown={save.isSuccess && roleWord(user.role) === word} />
        </Submit>
      </Form>
    </Section>
  );
}
