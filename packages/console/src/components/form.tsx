import { Button } from '@mantine/core';
import { createContext, type FormEvent, type ReactNode, use, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';
import { ErrorNotice, isOf } from './error-notice.tsx';

const FormError = createContext<unknown>(null);

export interface FormProps {
  /** What the last submission was refused with; null: nothing. */
  readonly error: unknown;
  /** The fields that show what is wrong with them; what is wrong elsewhere stands above the form. */
  readonly fields: readonly string[];
  readonly children: ReactNode;
  onSubmit(): void;
}

/** A form whose fields show what the server found wrong with them (RFC 9457); the focus goes to the first one. */
export function Form({ error, fields, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error === null) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong ?? form.current?.querySelector<HTMLElement>('[role="alert"]'))?.focus();
  }, [error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <ErrorNotice error={error} fields={fields} />
      <FormError value={error}>{children}</FormError>
    </form>
  );
}

/** What the server found wrong with this field; undefined: nothing. */
export function useFieldProblem(field: string): string | undefined {
  const error = use(FormError);
  if (!(error instanceof ApiProblem)) return undefined;
  const problems = error.fields
    .filter((problem) => isOf(problem.field, field))
    .map(({ problem }) => asSentence(problem));
  return problems.length === 0 ? undefined : problems.join(' ');
}

/** Problems that go on from the name of their field, as sentences of their own: below the field its name is not said again. */
function asSentence(problem: string): string {
  const begun = /^(?:is|has|must|belongs|needs|was|may|contains|exceeds)\b/.test(problem) ? `It ${problem}` : problem;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** The end of a form: its verb, and whatever stands beside it. */
export function Submit({
  verb,
  isBusy,
  children,
}: {
  readonly verb: string;
  readonly isBusy: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div className="row">
      <Button type="submit" loading={isBusy}>
        {verb}
      </Button>
      {children}
    </div>
  );
}

/** Says that it is saved, for as long as that is true. */
export function Saved({ isShown }: { readonly isShown: boolean }) {
  const { t } = useTranslation();
  return <output className="muted small">{isShown ? t('saved') : ''}</output>;
}
