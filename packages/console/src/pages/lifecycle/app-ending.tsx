import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmChange } from '../../components/confirm-change.tsx';
import { Section } from '../../components/page.tsx';
import type { ShownApp } from '../apps/app.tsx';

/** For owners and administrators; the server says so to everybody else. */
export function AppEnding({ app: { app_id, name } }: { readonly app: ShownApp }) {
  const { t } = useTranslation('lifecycle');
  const [isAsked, setAsked] = useState(false);
  const navigate = useNavigate();
  return (
    <Section title={t('ending')} lead={t('endingLead')}>
      <div>
        <Button variant="outline" color="danger" onClick={() => setAsked(true)}>
          {t('deleteApp')}
        </Button>
      </div>
      <ConfirmChange
        id="deleteApp"
        change={isAsked ? { params: { app_id } } : null}
        refreshes={['listApps']}
        title={t('deleteTitle', { name })}
        consequences={[t('deleteClients'), t('deleteUsers'), t('deleteForGood')]}
        name={name}
        verb={t('delete')}
        onClose={() => setAsked(false)}
        onDone={() => void navigate({ to: '/apps' })}
      />
    </Section>
  );
}
