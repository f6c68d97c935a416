import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A question beside the page. What is inside begins anew each time it opens. */
export function Dialog(props: {
  readonly opened: boolean;
  readonly title: string;
  /** `lg`: for what is wide, such as code. */
  readonly size?: 'md' | 'lg';
  readonly children: ReactNode;
  onClose(): void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 'md'}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      {props.children}
    </Modal>
  );
}
