import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../components/page-tabs.tsx';

/** Everything that there is about one client. */
export function ClientTabs({ client_id }: { readonly client_id: string }) {
  const { t } = useTranslation('clientPages');
  const root = `/clients/${client_id}`;
  return (
    <PageTabs
      label={t('pages')}
      tabs={[
        { label: t('settings'), to: root },
        { label: t('quickstart'), to: `${root}/quickstart` },
        { label: t('trace'), to: `${root}/trace` },
        { label: t('usage'), to: `${root}/usage` },
        { label: t('playground'), to: `${root}/playground` },
      ]}
    />
  );
}
