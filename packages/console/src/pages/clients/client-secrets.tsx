import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { ConfirmDestructive } from '../../components/confirm-destructive.tsx';
import { DataList } from '../../components/data-list.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Section } from '../../components/page.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { When } from '../../components/when.tsx';
import { useConsole } from '../../console-context.tsx';
import { Icon } from '../../look/icons.tsx';
import type { ShownClient } from './client.tsx';
import { NewSecret } from './new-secret.tsx';

type Secret = ShownClient['secrets'][number];

/** The secrets of a client: several at a time, so that it can change over from one to the next without a gap. */
export function ClientSecrets({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation('clients');
  const [isAdding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Secret | null>(null);
  const [issued, setIssued] = useState<string | null>(null);
  const add = (
    <Button variant="default" size="sm" leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
      {t('addSecret')}
    </Button>
  );
  return (
    <Section title={t('secrets')} lead={t('secretsLead')} action={add}>
      {issued === null ? null : <SecretOnce title={t('newSecret')} what={t('secret')} secret={issued} />}
      <SecretList secrets={client.secrets} onRevoke={setRevoking} />
      <NewSecret
        client_id={client.client_id}
        opened={isAdding}
        onClose={() => setAdding(false)}
        onIssued={(secret) => {
          setIssued(secret);
          setAdding(false);
        }}
      />
      <Revocation client={client} secret={revoking} onClose={() => setRevoking(null)} />
    </Section>
  );
}

function SecretList({ secrets, onRevoke }: { readonly secrets: readonly Secret[]; onRevoke(secret: Secret): void }) {
  const { t } = useTranslation(['clients', 'common']);
  return (
    <DataList
      label={t('secrets')}
      list={{ items: secrets, isLoading: false, isLoadingMore: false, error: null, more: null }}
      keyOf={({ secret_id }) => secret_id}
      empty={<EmptyState title={t('noSecret')}>{t('noSecretLead')}</EmptyState>}
      columns={[
        {
          name: 'hint',
          label: t('secret'),
          cell: ({ hint, description }) => (
            <>
              <code>…{hint}</code>
              {description === '' ? null : <span className="about">{description}</span>}
            </>
          ),
        },
        { name: 'created', label: t('created'), isLabelled: true, cell: ({ created_at }) => <When at={created_at} /> },
        { name: 'expires', label: t('expires'), isLabelled: true, cell: (secret) => <Expiry secret={secret} /> },
        {
          name: 'revoke',
          label: t('action'),
          cell: (secret) => (
            <Button variant="subtle" color="danger" size="sm" onClick={() => onRevoke(secret)}>
              {t('revoke')}
              <span className="spoken"> …{secret.hint}</span>
            </Button>
          ),
        },
      ]}
    />
  );
}

/** Seconds before its end that a secret is said to end soon: a fortnight to change over. */
const SOON = 14 * 86_400;

function Expiry({ secret: { expires_at } }: { readonly secret: Secret }) {
  const { t } = useTranslation(['clients', 'common']);
  const { clock } = useConsole();
  if (expires_at === null) return t('common:never');
  const left = expires_at - clock();
  if (left <= 0) {
    return (
      <StateBadge icon="warning" tone="danger">
        {t('expired')}
      </StateBadge>
    );
  }
  return (
    <span className="row">
      <When at={expires_at} />
      {left > SOON ? null : (
        <StateBadge icon="clock" tone="caution">
          {t('expiresSoon')}
        </StateBadge>
      )}
    </span>
  );
}

function Revocation(props: { readonly client: ShownClient; readonly secret: Secret | null; onClose(): void }) {
  const { t } = useTranslation('clients');
  const { client, secret, onClose } = props;
  const revoke = useChange('revokeSecret', ['getClient']);
  const confirm = () => {
    if (secret === null) return;
    const params = { client_id: client.client_id, secret_id: secret.secret_id };
    revoke.mutate({ params }, { onSuccess: onClose });
  };
  const isLast = client.secrets.length === 1;
  return (
    <ConfirmDestructive
      opened={secret !== null}
      title={t('revokeTitle', { hint: secret?.hint ?? '' })}
      consequences={[t('revokeBreaks'), ...(isLast ? [t('revokeLast')] : [])]}
      verb={t('revoke')}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
