import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Page } from '../components/page.tsx';

export function NoPage() {
  const { t } = useTranslation('frame');
  return (
    <Page title={t('noPage')} lead={t('noPageLead')}>
      <div>
        <Button component={Link} to="/apps">
          {t('toApps')}
        </Button>
      </div>
    </Page>
  );
}

/** The last stop of whatever a page throws. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('frame');
  return (
    <Page title={t('broken')} lead={t('brokenLead')}>
      <ErrorNotice error={error} />
      <div>
        <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
      </div>
    </Page>
  );
}
