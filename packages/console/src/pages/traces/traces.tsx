import './traces.css';
import { useTranslation } from 'react-i18next';
import { Page } from '../../components/page.tsx';
import { FindTrace } from './find-trace.tsx';

/** Where somebody arrives with an id and nothing else. */
export function Traces() {
  const { t } = useTranslation('traces');
  return (
    <Page title={t('findTitle')} lead={t('findLead')}>
      <FindTrace />
      <p className="muted">{t('findWhere')}</p>
    </Page>
  );
}
