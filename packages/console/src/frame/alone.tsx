import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignInError } from '../auth/sign-in-error.ts';
import type { Environment } from '../environment.ts';
import { Mark } from './mark.tsx';

interface AloneProps {
  readonly environment: Environment;
  readonly title: string;
  readonly children: ReactNode;
}

/** A page without the frame, for somebody who is not signed in. */
export function Alone({ environment, title, children }: AloneProps) {
  useEffect(() => {
    document.title = `${title} · ${environment.displayName}`;
  }, [title, environment]);
  return (
    <main className="alone">
      <Mark name={environment.displayName} isLarge />
      <h1>{title}</h1>
      {children}
    </main>
  );
}

function SignIn({ environment }: Pick<AloneProps, 'environment'>) {
  const { t } = useTranslation('frame');
  return (
    <Button component="a" href={`${environment.basePath}/`}>
      {t('signIn')}
    </Button>
  );
}

/** The goodbye. */
export function SignedOut({ environment }: { readonly environment: Environment }) {
  const { t } = useTranslation('frame');
  return (
    <Alone environment={environment} title={t('signedOut')}>
      <p className="muted">{t('signedOutLead')}</p>
      <SignIn environment={environment} />
    </Alone>
  );
}

/** A sign-in that did not come to a good end. */
export function Refused({ environment, error }: { readonly environment: Environment; readonly error: SignInError }) {
  const { t } = useTranslation(['frame', 'common']);
  return (
    <Alone environment={environment} title={t('refused')}>
      <p className="muted">{error.error === 'access_denied' ? t('refusedDenied') : error.message}</p>
      {error.request_id === null ? null : (
        <p className="small muted">
          {t('common:reference')} <code>{error.request_id}</code>
        </p>
      )}
      <SignIn environment={environment} />
    </Alone>
  );
}
