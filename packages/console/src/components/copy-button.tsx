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

/** The id of a request, which people read to each other: it stays in one piece. */
export function RequestId({ id }: { readonly id: string }) {
  return <code className="request-id">{id}</code>;
}

/** An id or another value in code, with a button to take it along. `isWhole`: it does not break at the end of a line. */
export function Copyable(props: { readonly value: string; readonly what: string; readonly isWhole?: boolean }) {
  const { value, what, isWhole = false } = props;
  return (
    <span className={isWhole ? 'copyable request-id' : 'copyable'}>
      <code>{value}</code>
      <CopyButton value={value} what={what} />
    </span>
  );
}
