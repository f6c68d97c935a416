import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
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

function Unreviewed({ app: { app_id, reviewed_scope, proposed, revision } }: { readonly app: ShownApp }) {
  const { t } = useTranslation(['lifecycle', 'apps']);
  const clients = useList('listAppClients', { params: { app_id }, query: { limit: MOST } });
  const scopes = useList('listScopes', { query: { limit: MOST } });
  const submit = useChange('submitApp', ['getApp', 'listApps']);
  const settled = [...reviewed_scope.split(' '), ...(proposed.scope ?? '').split(' ')];
  const wanted = clients.items.flatMap(({ scope = '', disabled_at }) => (disabled_at === null ? scope.split(' ') : []));
  const open = scopes.items.filter(
    ({ name, needs_review }) => needs_review && wanted.includes(name) && !settled.includes(name),
  );
  if (open.length === 0) return null;
  return (
    <div className="stack">
      <Notice tone="caution" icon="review" title={t('unreviewed')}>
        <p>{t('unreviewedLead')}</p>
        <p>
          <code>{open.map(({ name }) => name).join(' ')}</code>
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
