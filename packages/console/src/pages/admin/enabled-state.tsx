import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../components/state-badge.tsx';

/** Whether something is in force; `disabled_at` null: it is. */
export function EnabledState({ disabled_at }: { readonly disabled_at: number | null }) {
  const { t } = useTranslation('admin');
  if (disabled_at === null) {
    return (
      <StateBadge icon="check" tone="good">
        {t('enabled')}
      </StateBadge>
    );
  }
  return (
    <StateBadge icon="pause" tone="danger">
      {t('disabled')}
    </StateBadge>
  );
}
