import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/use-read.ts';
import { useConsole } from '../console-context.tsx';
import { Icon } from '../look/icons.tsx';
import { reaches, SECTIONS, type Section } from './sections.ts';

/** Where one can go: what everybody has, then what the role reaches, then oneself. */
export function Navigation({ onLeave }: { readonly onLeave?: () => void }) {
  const { t } = useTranslation('frame');
  const { environment, session } = useConsole();
  const { data: caller } = useRead('getCaller', {});
  const own = SECTIONS.filter(({ role }) => role === null);
  const administration = SECTIONS.filter(({ role }) => role !== null && reaches(caller?.role ?? null, role));
  return (
    <nav className="nav" aria-label={t('navigation')}>
      <Links sections={own} onLeave={onLeave} />
      {administration.length === 0 ? null : (
        <div>
          <h2>{t('administration')}</h2>
          <Links sections={administration} onLeave={onLeave} />
        </div>
      )}
      <div className="you">
        <p className="who small">
          <strong>{caller?.name ?? caller?.email}</strong>
          {caller === undefined || caller.name === null ? null : <span className="muted">{caller.email}</span>}
        </p>
        <ul>
          <li>
            <a href={`${environment.issuer}/account`}>
              <Icon name="person" />
              {t('account')}
            </a>
          </li>
          <li>
            <button type="button" onClick={() => session.signOut()}>
              <Icon name="leave" />
              {t('signOut')}
            </button>
          </li>
        </ul>
      </div>
    </nav>
  );
}

function Links({
  sections,
  onLeave,
}: {
  readonly sections: readonly Section[];
  readonly onLeave?: (() => void) | undefined;
}) {
  const { t } = useTranslation('frame');
  const isOfApp = useIsClientOfApp();
  return (
    <ul>
      {sections.map(({ name, path, icon }) => (
        <li key={name}>
          <Link
            to={path}
            // The pages of a client lie below /clients, whoever it belongs to.
            activeOptions={{ exact: name === 'clients' && isOfApp }}
            {...(name === 'apps' && isOfApp ? { 'aria-current': 'page' } : {})}
            {...(onLeave === undefined ? {} : { onClick: onLeave })}
          >
            <Icon name={icon} />
            {t(`section.${name}`)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Whether the page is about a client that belongs to an app. */
function useIsClientOfApp(): boolean {
  const { client_id } = useParams({ strict: false });
  const params = { client_id: client_id ?? '' };
  const { data } = useRead('getClient', { params }, { enabled: client_id !== undefined });
  return client_id !== undefined && data !== undefined && data.app_id !== null;
}
