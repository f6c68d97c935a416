import { useTranslation } from 'react-i18next';
import { ErrorNotice } from './error-notice.tsx';
import { Page, type PageProps } from './page.tsx';

/** In place of what was asked for: it is on its way, or why it does not come. */
export function ToCome({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return error === null ? <output className="muted">{t('loading')}</output> : <ErrorNotice error={error} />;
}

/** A whole page that stands on something that is still to come. */
export function PageToCome({ error, ...page }: Pick<PageProps, 'title' | 'crumbs'> & { readonly error: unknown }) {
  return (
    <Page {...page}>
      <ToCome error={error} />
    </Page>
  );
}
