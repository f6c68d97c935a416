import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { useRead } from '../../../api/use-read.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { Copyable } from '../../../components/copy-button.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { StateBadge, type Tone } from '../../../components/state-badge.tsx';
import { When } from '../../../components/when.tsx';
import { useConsole } from '../../../console-context.tsx';
import type { IconName } from '../../../look/icons.tsx';
import { RowButton } from '../row-button.tsx';
import { valueInForce } from '../tenant/setting-values.ts';
import { useSettingWords } from '../tenant/setting-words.ts';

type Key = Results['listKeys']['items'][number];

/** What tokens are signed with, and when that changes. */
export function Keys() {
  const { t } = useTranslation('keys');
  const list = useList('listKeys', {});
  const [rotating, setRotating] = useState<Key['alg'] | null>(null);
  const [next, setNext] = useState<Key | null>(null);
  const duration = usePropagation();
  return (
    <Page title={t('title')} lead={t('lead')}>
      {next === null ? null : (
        <Notice tone="good" icon="check" title={t('published')} alert>
          <p>
            {t('publishedLead')} <When at={next.signs_from} />
          </p>
        </Notice>
      )}
      <DataList
        label={t('title')}
        list={list}
        keyOf={({ kid }) => kid}
        empty={<EmptyState title={t('empty')}>{t('emptyLead')}</EmptyState>}
        columns={useKeyColumns(list.items, setRotating)}
      />
      <ConfirmChange
        id="rotateKey"
        change={rotating === null ? null : { body: { alg: rotating } }}
        refreshes={['listKeys', 'getHealth']}
        title={t('rotateTitle', { alg: rotating ?? '' })}
        consequences={[t('rotatePublished', { duration }), t('rotateOld'), t('rotateApis')]}
        verb={t('rotateVerb')}
        onClose={() => setRotating(null)}
        onDone={({ keys }) => setNext(keys.find(({ state }) => state === 'next') ?? null)}
      />
    </Page>
  );
}

/** For how long a key is published before it signs, in words. */
function usePropagation(): string {
  const inWords = useSettingWords();
  const { environment } = useConsole();
  const { data: tenant } = useRead('getTenant', { params: { tenant: environment.tenant } });
  const { data: schema } = useRead('getSettingsSchema', {});
  const setting = schema?.settings.find(({ name }) => name === 'keyPropagation');
  return setting === undefined || tenant === undefined ? '' : inWords(setting, valueInForce(tenant, setting));
}

const STATES: Readonly<Record<Key['state'], readonly [icon: IconName, tone: Tone]>> = {
  next: ['clock', 'plain'],
  signing: ['check', 'good'],
  retired: ['pause', 'plain'],
};

function useKeyColumns(all: readonly Key[], onRotate: (alg: Key['alg']) => void): [Column<Key>, ...Column<Key>[]] {
  const { t } = useTranslation(['keys', 'admin']);
  return [
    {
      name: 'kid',
      label: t('key'),
      cell: ({ kid, alg }) => (
        <>
          <Copyable value={kid} what={t('key')} />
          <span className="about">{alg}</span>
        </>
      ),
    },
    {
      name: 'state',
      label: t('state'),
      cell: ({ state }) => (
        <StateBadge icon={STATES[state][0]} tone={STATES[state][1]}>
          {t(`stateName.${state}`)}
        </StateBadge>
      ),
    },
    { name: 'from', label: t('signsFrom'), isLabelled: true, cell: ({ signs_from }) => <When at={signs_from} /> },
    {
      name: 'until',
      label: t('publishedUntil'),
      isLabelled: true,
      cell: ({ published_until }) => (published_until === null ? t('open') : <When at={published_until} />),
    },
    {
      name: 'action',
      label: t('admin:action'),
      cell: ({ alg, state }) => {
        // A further one is refused while the next one waits.
        const hasNext = all.some((key) => key.alg === alg && key.state === 'next');
        if (state !== 'signing' || hasNext) return null;
        return <RowButton verb={t('rotate')} what={alg} onClick={() => onRotate(alg)} />;
      },
    },
  ];
}
