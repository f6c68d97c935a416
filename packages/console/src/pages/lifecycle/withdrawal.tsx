import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmChange } from '../../components/confirm-change.tsx';
import type { ShownApp } from '../apps/app.tsx';

/** What waits for a reviewer is taken back, as long as nobody has decided. */
export function Withdrawal({ app }: { readonly app: ShownApp }) {
  const { t } = useTranslation('lifecycle');
  const [isAsked, setAsked] = useState(false);
  const { app_id, name, revision, state } = app;
  const isChange = state === 'approved';
  return (
    <div>
      <Button variant="default" size="sm" onClick={() => setAsked(true)}>
        {t('withdraw')}
      </Button>
      <ConfirmChange
        id="withdrawApp"
        change={isAsked ? { params: { app_id }, revision } : null}
        refreshes={['getApp', 'listApps']}
        title={t(isChange ? 'withdrawChangeTitle' : 'withdrawTitle', { name })}
        consequences={isChange ? [t('withdrawChange'), t('withdrawStays')] : [t('withdrawDraft'), t('withdrawKeeps')]}
        verb={t('withdraw')}
        onClose={() => setAsked(false)}
      />
    </div>
  );
}
