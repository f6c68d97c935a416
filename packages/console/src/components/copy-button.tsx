import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icons.tsx';

/** How long the answer stays, in milliseconds. */
const SHOWN_FOR = 2000;

/** Copies `value`. `what` names it for those who hear the button: `client ID`. */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_FOR);
  };
  return (
    <>
      <button type="button" className={copied ? 'copy done' : 'copy'} aria-label={t('copy', { what })} onClick={copy}>
        <Icon name={copied ? 'check' : 'copy'} />
      </button>
      <span className="spoken" role="status">
        {copied ? t('copied') : ''}
      </span>
    </>
  );
}

/** An id or another value in code, with a button to take it along. */
export function Copyable({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <span className="copyable">
      <code>{value}</code>
      <CopyButton value={value} what={what} />
    </span>
  );
}
