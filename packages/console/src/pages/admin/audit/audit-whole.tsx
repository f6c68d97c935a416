import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page.tsx';
import { Download } from './download.tsx';
import { Verification } from './verification.tsx';

/** Whether the audit log is whole, and a copy of it to take along. */
export function AuditWhole() {
  const { t } = useTranslation('audit');
  return (
    <Page title={t('verifyOrDownload')} lead={t('wholeLogLead')} crumbs={[{ label: t('title'), to: '/audit' }]}>
      <Verification />
      <Download />
    </Page>
  );
}
