import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Consequences } from '../../../components/consequences.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextAreaField } from '../../../components/fields.tsx';
import { Form } from '../../../components/form.tsx';

export interface NoteDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** Below the title: what tells it from others of the same name. */
  readonly about?: ReactNode;
  /** What it brings about, each a sentence. */
  readonly consequences: readonly string[];
  /** Whether a reason has to be given. */
  readonly asksReason: boolean;
  readonly verb: string;
  readonly isDestructive?: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  /** Further fields, and their names. */
  readonly children?: ReactNode;
  readonly fields?: readonly string[];
  onDecide(note: string): void;
  onClose(): void;
}

/** A decision that somebody else is told of, in the words of whoever decides. */
export function NoteDialog(props: NoteDialogProps) {
  return (
    <Dialog opened={props.opened} title={props.title} onClose={props.onClose}>
      <Question {...props} />
    </Dialog>
  );
}

function Question(props: NoteDialogProps) {
  const { t } = useTranslation(['review', 'common']);
  const [note, setNote] = useState('');
  const { about, consequences, asksReason, verb, isDestructive = false, isBusy, error, children, fields = [] } = props;
  return (
    <Form error={error} fields={['note', ...fields]} onSubmit={() => props.onDecide(note)}>
      {about}
      <Consequences consequences={consequences} />
      {children}
      <TextAreaField
        name="note"
        label={t(asksReason ? 'noteReason' : 'noteOptional')}
        hint={asksReason ? t('noteReasonHint') : undefined}
        value={note}
        maxLength={1000}
        onChange={setNote}
      />
      <div className="row answers">
        <Button variant="default" onClick={props.onClose}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" loading={isBusy} {...(isDestructive ? { color: 'danger' } : {})}>
          {verb}
        </Button>
      </div>
    </Form>
  );
}
