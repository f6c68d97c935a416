import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import type { ShownApp } from '../apps/app.tsx';
import { Withdrawal } from './withdrawal.tsx';

/** What of an approved app waits for a review, while what was approved stays in force. */
export function Proposed({ app }: { readonly app: ShownApp }) {
  const { t } = useTranslation(['lifecycle', 'apps', 'common']);
  const { state, review_since, proposed } = app;
  if (state !== 'approved' || review_since === null) return null;
  const { name, homepage_uri, icon_uri, visibility, scope } = proposed;
  const uri = (value: string | null) => value ?? t('common:none');
  return (
    <Notice tone="plain" icon="clock" title={t('proposed')}>
      <p>{t('proposedLead')}</p>
      <Facts
        facts={[
          name === undefined ? null : [t('apps:name'), name],
          homepage_uri === undefined ? null : [t('apps:homepage'), uri(homepage_uri)],
          icon_uri === undefined ? null : [t('apps:icon'), uri(icon_uri)],
          visibility === undefined ? null : [t('apps:visibility'), t(`apps:visibilityName.${visibility}`)],
          scope === undefined ? null : [t('scopes'), <code key="scope">{scope}</code>],
        ]}
      />
      <Withdrawal app={app} />
    </Notice>
  );
}
