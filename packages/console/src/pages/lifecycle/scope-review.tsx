import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ItemOf } from '../../api/operations.ts';
import { useChange } from '../../api/use-change.ts';
import { useList } from '../../api/use-list.ts';
import { Notice } from '../../components/notice.tsx';
import type { ShownApp } from '../apps/app.tsx';
import { Missing } from './missing.tsx';

/** As many of each are looked at. Whoever has more is told by the server when they submit. */
const MOST = 200;

/** Of an approved app: scopes that its clients got since, which nobody gets before somebody has looked at them. */
export function ScopeReview({ app }: { readonly app: ShownApp }) {
  return app.state === 'approved' ? <Unreviewed app={app} /> : null;
}

/** Those of these names that the app does not get before a reviewer has allowed them. */
export function unreviewedScopes(
  scopes: readonly Pick<ItemOf<'listScopes'>, 'name' | 'needs_review'>[],
  { reviewed_scope }: Pick<ShownApp, 'reviewed_scope'>,
  wanted: readonly string[],
): string[] {
  const reviewed = reviewed_scope.split(' ');
  return scopes
    .filter(({ name, needs_review }) => needs_review && wanted.includes(name) && !reviewed.includes(name))
    .map(({ name }) => name);
}

function Unreviewed({ app }: { readonly app: ShownApp }) {
  const { app_id, proposed, revision } = app;
  const { t } = useTranslation(['lifecycle', 'apps']);
  const clients = useList('listAppClients', { params: { app_id }, query: { limit: MOST } });
  const scopes = useList('listScopes', { query: { limit: MOST } });
  const submit = useChange('submitApp', ['getApp', 'listApps']);
  const asked = (proposed.scope ?? '').split(' ');
  const wanted = clients.items.flatMap(({ scope = '', disabled_at }) => (disabled_at === null ? scope.split(' ') : []));
  const open = unreviewedScopes(scopes.items, app, wanted).filter((name) => !asked.includes(name));
  if (open.length === 0) return null;
  return (
    <div className="stack">
      <Notice tone="caution" icon="review" title={t('unreviewed')}>
        <p>{t('unreviewedLead')}</p>
        <p>
          <code>{open.join(' ')}</code>
        </p>
      </Notice>
      <Missing error={submit.error} />
      <div>
        <Button loading={submit.isPending} onClick={() => submit.mutate({ params: { app_id }, revision })}>
          {t('apps:submit')}
        </Button>
      </div>
    </div>
  );
}
