import { useTranslation } from 'react-i18next';
import { useList } from '../../api/use-list.ts';
import { useRead } from '../../api/use-read.ts';
import { Notice } from '../../components/notice.tsx';
import { Sentences } from '../../components/sentences.tsx';
import type { ShownApp } from '../apps/app.tsx';
import type { ShownClient } from '../clients/client.tsx';
import { unreviewedScopes } from './scope-review.tsx';

/** As many are looked at. */
const MOST = 200;

/** What will keep a client from getting tokens for most users, though an administrator allows it; nothing where all is well. */
export function TokensRefused({ client }: { readonly client: ShownClient }) {
  const { t } = useTranslation('lifecycle');
  const { app_id, disabled_at, scope = '' } = client;
  const { data: app } = useRead('getApp', { params: { app_id: app_id ?? '' } }, { enabled: app_id !== null });
  const scopes = useList('listScopes', { query: { limit: MOST } });
  const closed = app === undefined ? null : closedBy(app);
  const left = app === undefined ? [] : unreviewedScopes(scopes.items, app, scope.split(' '));
  const sentences = [
    ...(disabled_at === null ? [] : [t('refused.disabled')]),
    ...(closed === null ? [] : [t(`refused.${closed}`)]),
    ...(left.length === 0 ? [] : [t('refused.scopes', { scopes: left.join(' ') })]),
  ];
  if (sentences.length === 0) return null;
  return (
    <Notice tone="caution" icon="warning" title={t('refusedTitle')}>
      {sentences.length === 1 ? <p>{sentences[0]}</p> : <Sentences sentences={sentences} />}
    </Notice>
  );
}

/** The server decides on each request; this is for whoever wonders beforehand. */
function closedBy({ state, visibility }: ShownApp): 'suspended' | 'notApproved' | 'internal' | null {
  if (state === 'suspended') return 'suspended';
  if (state !== 'approved') return 'notApproved';
  return visibility === 'internal' ? 'internal' : null;
}
