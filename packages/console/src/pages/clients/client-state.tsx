import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../components/state-badge.tsx';

/** Whether a client is in force. */
export function ClientState({ client }: { readonly client: { readonly disabled_at: number | null } }) {
  const { t } = useTranslation('clients');
  return client.disabled_at === null ? (
    <StateBadge icon="check" tone="good">
      {t('enabled')}
    </StateBadge>
  ) : (
    <StateBadge icon="pause" tone="caution">
      {t('disabled')}
    </StateBadge>
  );
}
