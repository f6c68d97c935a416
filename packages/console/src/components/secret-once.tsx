import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { Notice } from './notice.tsx';

/** A secret, the one time that it is shown. */
export function SecretOnce({
  title,
  what,
  secret,
}: {
  readonly title: string;
  readonly what: string;
  readonly secret: string;
}) {
  const { t } = useTranslation();
  return (
    <Notice tone="caution" icon="key" title={title}>
      <p>{t('secretOnce')}</p>
      <div className="secret">
        <code>{secret}</code>
        <CopyButton value={secret} what={what} />
      </div>
    </Notice>
  );
}
