import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField, TextField } from '../../components/fields.tsx';
import { Form, Submit } from '../../components/form.tsx';
import { Icon } from '../../look/icons.tsx';
import { lifecycle } from '../../texts/en/lifecycle.ts';

interface Props {
  readonly app_id: string;
}

interface QuestionProps extends Props {
  onDone(): void;
}

/** A button and the question behind it. */
function Adding({ title, children }: { readonly title: string; children(close: () => void): ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="default" size="sm" leftSection={<Icon name="add" />} onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Dialog opened={isOpen} title={title} onClose={close}>
        {children(close)}
      </Dialog>
    </>
  );
}

export function AddDeveloper({ app_id }: Props) {
  const { t } = useTranslation('lifecycle');
  return <Adding title={t('addDeveloper')}>{(close) => <DeveloperForm app_id={app_id} onDone={close} />}</Adding>;
}

export function AddTester({ app_id }: Props) {
  const { t } = useTranslation('lifecycle');
  return <Adding title={t('addTester')}>{(close) => <TesterForm app_id={app_id} onDone={close} />}</Adding>;
}

function DeveloperForm({ app_id, onDone }: QuestionProps) {
  const { t } = useTranslation('lifecycle');
  const [user, setUser] = useState('');
  const [role, setRole] = useState<'owner' | 'developer'>('developer');
  const add = useChange('addAppDeveloper', ['listAppDevelopers']);
  const submit = () => add.mutate({ params: { app_id }, body: { user: user.trim(), role } }, { onSuccess: onDone });
  return (
    <Form error={add.error} fields={['user', 'role']} onSubmit={submit}>
      <TextField name="user" label={t('user')} hint={t('userHint')} value={user} isRequired onChange={setUser} />
      <SelectField
        name="role"
        label={t('role')}
        hint={t('roleHint')}
        value={role}
        options={{ developer: lifecycle.roleName.developer, owner: lifecycle.roleName.owner }}
        onChange={(chosen) => setRole(chosen)}
      />
      <Submit verb={t('add')} isBusy={add.isPending} />
    </Form>
  );
}

function TesterForm({ app_id, onDone }: QuestionProps) {
  const { t } = useTranslation('lifecycle');
  const [user, setUser] = useState('');
  const add = useChange('addAppTester', ['listAppTesters']);
  const submit = () => add.mutate({ params: { app_id }, body: { user: user.trim() } }, { onSuccess: onDone });
  return (
    <Form error={add.error} fields={['user']} onSubmit={submit}>
      <TextField name="user" label={t('user')} hint={t('userHint')} value={user} isRequired onChange={setUser} />
      <Submit verb={t('add')} isBusy={add.isPending} />
    </Form>
  );
}
