import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListState } from '../../api/use-list.ts';

/** The way on through a list that no table shows as one. Nothing where all of it is there. */
export function RemainingPages({ list, what }: { readonly list: ListState<unknown>; readonly what: string }) {
  const { t } = useTranslation();
  if (list.more === null) return null;
  return (
    <div className="row">
      <span className="muted">{what}</span>
      <Button variant="default" loading={list.isLoadingMore} onClick={list.more}>
        {t('more')}
      </Button>
    </div>
  );
}
