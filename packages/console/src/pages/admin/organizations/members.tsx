import { Button, NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useChange } from '../../../api/use-change.ts';
import { useList } from '../../../api/use-list.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SelectField, TextField } from '../../../components/fields.tsx';
import { Form, Submit } from '../../../components/form.tsx';
import { Section } from '../../../components/page.tsx';
import { When } from '../../../components/when.tsx';
import { Icon } from '../../../look/icons.tsx';
import { organizations as texts } from '../../../texts/en/organizations.ts';
import { RowButton } from '../row-button.tsx';

type Member = Results['listMembers']['items'][number];
type MemberRole = Member['role'];

interface MembersProps {
  readonly org_id: string;
}

/** Who belongs to an organization, and what they are there. */
export function Members({ org_id }: MembersProps) {
  const { t } = useTranslation(['organizations', 'admin']);
  const list = useList('listMembers', { params: { org_id } });
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const setRole = useChange('setMemberRole', ['listMembers']);
  const onRole = ({ sub }: Member, role: MemberRole) => setRole.mutate({ params: { org_id, sub }, body: { role } });
  const add = (
    <Button variant="default" size="sm" leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
      {t('addMember')}
    </Button>
  );
  return (
    <Section title={t('members')} lead={t('membersLead')} action={add}>
      <ErrorNotice error={setRole.error} />
      <DataList
        label={t('members')}
        list={list}
        keyOf={({ sub }) => sub}
        empty={<EmptyState title={t('noMember')}>{t('noMemberLead')}</EmptyState>}
        columns={useMemberColumns({ onRole, onRemove: setRemoving })}
      />
      <Dialog opened={isAdding} title={t('addMember')} onClose={() => setAdding(false)}>
        <NewMember org_id={org_id} onAdded={() => setAdding(false)} />
      </Dialog>
      <ConfirmChange
        id="removeMember"
        change={removing === null ? null : { params: { org_id, sub: removing.sub } }}
        refreshes={['listMembers', 'listUserOrganizations']}
        title={t('removeTitle', { email: removing?.email ?? '' })}
        consequences={[t('removeBreaks'), t('removeStays')]}
        verb={t('admin:remove')}
        onClose={() => setRemoving(null)}
      />
    </Section>
  );
}

interface Actions {
  onRole(member: Member, role: MemberRole): void;
  onRemove(member: Member): void;
}

function useMemberColumns({ onRole, onRemove }: Actions): [Column<Member>, ...Column<Member>[]] {
  const { t } = useTranslation(['organizations', 'admin']);
  return [
    {
      name: 'member',
      label: t('member'),
      cell: ({ sub, email }) => (
        <Link className="title" to="/users/$sub" params={{ sub }}>
          {email}
        </Link>
      ),
    },
    {
      name: 'role',
      label: t('role'),
      cell: (member) => (
        <NativeSelect
          aria-label={t('roleOf', { email: member.email })}
          value={member.role}
          data={Object.entries(texts.roleName).map(([value, label]) => ({ value, label }))}
          onChange={(event) => onRole(member, event.currentTarget.value as MemberRole)}
        />
      ),
    },
    { name: 'since', label: t('since'), cell: ({ created_at }) => <When at={created_at} /> },
    {
      name: 'action',
      label: t('admin:action'),
      cell: (member) => (
        <RowButton verb={t('admin:remove')} what={member.email} isDestructive onClick={() => onRemove(member)} />
      ),
    },
  ];
}

function NewMember({ org_id, onAdded }: MembersProps & { onAdded(): void }) {
  const { t } = useTranslation('organizations');
  const [user, setUser] = useState('');
  const [role, setRole] = useState<MemberRole>('member');
  const add = useChange('addMember', ['listMembers', 'listUserOrganizations']);
  const submit = () => add.mutate({ params: { org_id }, body: { user, role } }, { onSuccess: onAdded });
  return (
    <Form error={add.error} fields={['user', 'role']} onSubmit={submit}>
      <TextField name="user" label={t('user')} hint={t('userHint')} value={user} isRequired onChange={setUser} />
      <SelectField name="role" label={t('role')} value={role} options={texts.roleName} onChange={setRole} />
      <Submit verb={t('add')} isBusy={add.isPending} />
    </Form>
  );
}
