import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** To what happened to this request, in a tab of its own: what was begun here ends with this page. */
export function TraceLink({ trace_id, isRefused }: { readonly trace_id: string; readonly isRefused: boolean }) {
  const { t } = useTranslation('playground');
  return (
    <p>
      <Link to="/traces/$trace_id" params={{ trace_id }} target="_blank" rel="noreferrer">
        {isRefused ? t('seeTrace') : t('inTrace')}
      </Link>{' '}
      <code className="muted">{trace_id}</code>
    </p>
  );
}

/** To every request of the client. */
export function TraceOfClient({ client_id }: { readonly client_id: string }) {
  const { t } = useTranslation('playground');
  return (
    <p>
      <Link to="/clients/$client_id/trace" params={{ client_id }} target="_blank" rel="noreferrer">
        {t('seeTrace')}
      </Link>
    </p>
  );
}
