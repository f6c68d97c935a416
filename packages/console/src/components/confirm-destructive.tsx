import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Consequences } from './consequences.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorNotice } from './error-notice.tsx';

export interface ConfirmDestructiveProps {
  readonly opened: boolean;
  /** A question: Delete Papyrus? */
  readonly title: string;
  /** What will break, each a sentence. */
  readonly consequences: readonly ReactNode[];
  /** The verb on the button. */
  readonly verb: string;
  /** Where it is grave: what has to be typed first. */
  readonly name?: string | undefined;
  readonly isBusy: boolean;
  readonly error: unknown;
  onConfirm(): void;
  onClose(): void;
}

/** Says first what will break; where that is grave, nobody does it by a slip of the finger. */
export function ConfirmDestructive(props: ConfirmDestructiveProps) {
  return (
    <Dialog opened={props.opened} title={props.title} onClose={props.onClose}>
      <Question {...props} />
    </Dialog>
  );
}

/** Inside the dialog, so that what was typed is forgotten when it closes. */
function Question({ consequences, verb, name, isBusy, error, onConfirm, onClose }: ConfirmDestructiveProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const isReady = name === undefined || typed.trim() === name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onConfirm();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Consequences consequences={consequences} />
      {name === undefined ? null : (
        <TextInput
          label={t('typeToConfirm', { name })}
          value={typed}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <ErrorNotice error={error} />
      <div className="row answers">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" color="danger" disabled={!isReady} loading={isBusy}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
