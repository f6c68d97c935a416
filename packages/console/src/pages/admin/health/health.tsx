import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useRead } from '../../../api/use-read.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Page } from '../../../components/page.tsx';
import { StateBadge } from '../../../components/state-badge.tsx';
import { When } from '../../../components/when.tsx';

type ShownHealth = Results['getHealth'];

/** Whether the installation is well. */
export function Health() {
  const { t } = useTranslation('health');
  const { data, error } = useRead('getHealth', {});
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ErrorNotice error={error} />
      {data === undefined ? null : <HealthFacts health={data} />}
    </Page>
  );
}

function HealthFacts({
  health: { version, mode, storage, mail, maintenance, keys },
}: {
  readonly health: ShownHealth;
}) {
  const { t } = useTranslation('health');
  const { migration } = storage;
  return (
    <Facts
      facts={[
        [t('version'), <code key="version">{version}</code>],
        [
          t('mode'),
          <Sign key="mode" isFine={mode === 'production'}>
            {t(`modeName.${mode}`)}
          </Sign>,
        ],
        [
          t('storage'),
          <Sign key="storage" isFine={storage.ready}>
            {t(`storageKind.${storage.kind}`)} · {t(storage.ready ? 'storageReady' : 'storageNotReady', { migration })}
          </Sign>,
        ],
        [
          t('mail'),
          <Sign key="mail" isFine={mail.kind === 'smtp'}>
            {t(`mailKind.${mail.kind}`)} {mail.kind === 'inbox' ? <a href="/dev/mail">{t('openInbox')}</a> : null}
          </Sign>,
        ],
        [
          t('maintenance'),
          <Sign key="maintenance" isFine={maintenance.last_at !== null}>
            {maintenance.last_at === null ? t('maintenanceNever') : t('maintenanceLast')}{' '}
            {maintenance.last_at === null ? null : <When at={maintenance.last_at} />}
          </Sign>,
        ],
        [
          t('keys'),
          <Sign key="keys" isFine={keys.length > 0}>
            <SigningKeys keys={keys} />
          </Sign>,
        ],
      ]}
    />
  );
}

function SigningKeys({ keys }: Pick<ShownHealth, 'keys'>) {
  const { t } = useTranslation('health');
  if (keys.length === 0) return t('noKey');
  return keys.map(({ kid, alg, rotates_at }) => (
    <span key={kid} className="block">
      <code>{alg}</code> · {t('rotates')} <When at={rotates_at} />
    </span>
  ));
}

/** Well or not by icon and word, and then what exactly. */
function Sign({ isFine, children }: { readonly isFine: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation('health');
  return (
    <span className="stack tight">
      <StateBadge icon={isFine ? 'check' : 'warning'} tone={isFine ? 'good' : 'caution'}>
        {t(isFine ? 'fine' : 'attention')}
      </StateBadge>
      <span>{children}</span>
    </span>
  );
}
