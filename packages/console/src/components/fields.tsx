import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFieldProblem } from './form.tsx';

export interface FieldProps<Value> {
  /** As the API calls it, so that its problems find it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: Value;
  readonly isRequired?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
  onChange(value: Value): void;
}

/** One line of text. */
export function TextField(props: FieldProps<string> & { readonly type?: 'text' | 'url' | 'email' | 'number' }) {
  const { name, label, hint, value, isRequired = false, maxLength, placeholder, type = 'text', onChange } = props;
  const problem = useFieldProblem(name);
  return (
    <TextInput
      name={name}
      label={label}
      description={hint}
      value={value}
      type={type}
      required={isRequired}
      withAsterisk={false}
      error={problem}
      autoComplete="off"
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Several lines of text. */
export function TextAreaField({ name, label, hint, value, maxLength, onChange }: FieldProps<string>) {
  const problem = useFieldProblem(name);
  return (
    <Textarea
      name={name}
      label={label}
      description={hint}
      value={value}
      error={problem}
      autosize
      minRows={3}
      maxRows={12}
      {...(maxLength === undefined ? {} : { maxLength })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Yes or no, with what yes means. */
export function CheckField({ name, label, hint, value, onChange }: FieldProps<boolean>) {
  const problem = useFieldProblem(name);
  return (
    <Checkbox
      name={name}
      label={label}
      description={hint}
      checked={value}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** A password or another secret, which no browser fills in by itself. */
export function SecretField({ name, label, hint, value, onChange }: FieldProps<string>) {
  const problem = useFieldProblem(name);
  return (
    <TextInput
      name={name}
      label={label}
      description={hint}
      value={value}
      type="password"
      error={problem}
      autoComplete="new-password"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** One of a few words; `options`: what each is called, in their order. */
export function SelectField<Value extends string>(
  props: FieldProps<NoInfer<Value>> & {
    readonly value: Value;
    readonly options: Readonly<Record<NoInfer<Value>, string>>;
  },
) {
  const { name, label, hint, value, options, onChange } = props;
  const problem = useFieldProblem(name);
  return (
    <NativeSelect
      name={name}
      label={label}
      description={hint}
      value={value}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value as Value)}
      data={Object.entries<string>(options).map(([option, text]) => ({ value: option, label: text }))}
    />
  );
}

/** A day, as the browser lets people pick one; `value`: YYYY-MM-DD, or empty. */
export function DateField({ name, label, hint, value, onChange }: FieldProps<string>) {
  const problem = useFieldProblem(name);
  return (
    <TextInput
      name={name}
      label={label}
      description={hint}
      value={value}
      type="date"
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
