import { Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { TextField } from '../../components/fields.tsx';
import { Form, Submit } from '../../components/form.tsx';

const DAY = 86_400;
/** What may be chosen, in days; 0: it does not expire. */
const LIFETIMES = [30, 90, 180, 365, 0] as const;

export interface NewSecretProps {
  readonly client_id: string;
  readonly opened: boolean;
  onClose(): void;
  onIssued(client_secret: string): void;
}

/** Asks what the secret is for and how long it is to be good. */
export function NewSecret(props: NewSecretProps) {
  const { t } = useTranslation(['clients', 'common']);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('addSecret')}
      closeButtonProps={{ 'aria-label': t('common:cancel') }}
    >
      <Question {...props} />
    </Modal>
  );
}

function Question({ client_id, onIssued }: NewSecretProps) {
  const { t } = useTranslation('clients');
  const [description, setDescription] = useState('');
  const [days, setDays] = useState('180');
  const create = useChange('createSecret', ['getClient']);
  const submit = () => {
    const expires_in = days === '0' ? null : Number(days) * DAY;
    const body = { description, expires_in };
    create.mutate({ params: { client_id }, body }, { onSuccess: ({ client_secret }) => onIssued(client_secret) });
  };
  return (
    <Form error={create.error} fields={['description', 'expires_in']} onSubmit={submit}>
      <TextField
        name="description"
        label={t('secretFor')}
        hint={t('secretForHint')}
        value={description}
        maxLength={200}
        onChange={setDescription}
      />
      <NativeSelect
        label={t('secretUntil')}
        description={t('secretUntilHint')}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
        data={LIFETIMES.map((count) => ({
          value: String(count),
          label: count === 0 ? t('forever') : t('days', { count }),
        }))}
      />
      <Submit verb={t('createSecret')} isBusy={create.isPending} />
    </Form>
  );
}
