import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useName } from '../../api/use-name.ts';

/** Who did something, as the audit log names them: by a link where that is somebody. */
export function Actor({ actor }: { readonly actor: string }) {
  const { t } = useTranslation('admin');
  const [kind, id = ''] = actor.split(':');
  if (kind === 'user') return <Subject sub={id} client_id={null} />;
  if (kind === 'client') return <Subject sub={null} client_id={id} />;
  return kind === 'operator' ? t('commandLine') : t('server');
}

/** Whom it was about: a user, else a client, else nobody. By name; ids of what is gone are cut short. */
export function Subject({ sub, client_id }: { readonly sub: string | null; readonly client_id: string | null }) {
  const name = useName(sub === null ? 'clients' : 'users', sub ?? client_id);
  const look = name === null ? { className: 'clip' } : {};
  if (sub !== null) {
    return (
      <Link {...look} to="/users/$sub" params={{ sub }} title={sub}>
        {name ?? <code>{sub}</code>}
      </Link>
    );
  }
  if (client_id === null) return null;
  return (
    <Link {...look} to="/clients/$client_id" params={{ client_id }} title={client_id}>
      {name ?? <code>{client_id}</code>}
    </Link>
  );
}
