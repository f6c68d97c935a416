import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icons.tsx';

/** What a change will bring about, each a sentence. */
export function Consequences({ consequences }: { readonly consequences: readonly ReactNode[] }) {
  const { t } = useTranslation();
  return (
    <ul className="stack tight consequences" aria-label={t('breaks')}>
      {consequences.map((consequence, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes while it is open
        <li key={index}>
          <Icon name="warning" />
          <span>{consequence}</span>
        </li>
      ))}
    </ul>
  );
}
