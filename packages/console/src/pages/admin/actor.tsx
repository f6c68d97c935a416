import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Who did something, as the audit log names them: by a link where that is somebody. */
export function Actor({ actor }: { readonly actor: string }) {
  const { t } = useTranslation('admin');
  const [kind, id = ''] = actor.split(':');
  if (kind === 'user') return <Subject sub={id} client_id={null} />;
  if (kind === 'client') return <Subject sub={null} client_id={id} />;
  return kind === 'operator' ? t('commandLine') : t('server');
}

/** Whom it was about: a user, else a client, else nobody. Ids are cut short; the whole one is where the link leads. */
export function Subject({ sub, client_id }: { readonly sub: string | null; readonly client_id: string | null }) {
  if (sub !== null) {
    return (
      <Link className="clip" to="/users/$sub" params={{ sub }} title={sub}>
        <code>{sub}</code>
      </Link>
    );
  }
  if (client_id === null) return null;
  return (
    <Link className="clip" to="/clients/$client_id" params={{ client_id }} title={client_id}>
      <code>{client_id}</code>
    </Link>
  );
}
