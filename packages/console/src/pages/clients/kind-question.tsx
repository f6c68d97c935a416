import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../api/operations.ts';
import { useRead } from '../../api/use-read.ts';
import { Choices } from '../../components/choices.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import type { IconName } from '../../look/icons.tsx';

export type AppKind = Results['listAppKinds']['items'][number];

const ICONS: Readonly<Record<AppKind['kind'], IconName>> = {
  server: 'server',
  single_page: 'window',
  native: 'phone',
  service: 'clock',
  api: 'api',
  mcp_client: 'globe',
};

/** What are you building? The answer picks settings that are safe for it. */
export function KindQuestion({ onAnswer }: { onAnswer(kind: AppKind): void }) {
  const { t } = useTranslation(['apps', 'common']);
  const { data, error } = useRead('listAppKinds', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const kinds = data?.items ?? [];
  const kind = kinds.find((one) => one.kind === chosen);
  const choices = kinds.map((one) => ({
    value: one.kind,
    name: one.title,
    about: one.description,
    icon: ICONS[one.kind],
  }));
  return (
    <form
      className="stack roomy"
      onSubmit={(event) => {
        event.preventDefault();
        if (kind !== undefined) onAnswer(kind);
      }}
    >
      <ErrorNotice error={error} />
      <Choices name="kind" legend={t('kindLegend')} choices={choices} value={chosen} onChange={setChosen} />
      <div>
        <Button type="submit" disabled={kind === undefined}>
          {t('common:continue')}
        </Button>
      </div>
    </form>
  );
}
