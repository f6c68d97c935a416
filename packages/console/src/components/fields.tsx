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

/** What every input shows besides its value. */
function useInputProps({ name, label, hint }: Pick<FieldProps<never>, 'name' | 'label' | 'hint'>) {
  return { name, label, description: hint, error: useFieldProblem(name) };
}

/** One line of text. */
export function TextField(
  props: FieldProps<string> & {
    readonly type?: 'text' | 'url' | 'email' | 'number';
    readonly inputMode?: 'text' | 'numeric';
  },
) {
  const { value, isRequired = false, maxLength, placeholder, type = 'text', inputMode = 'text', onChange } = props;
  return (
    <TextInput
      {...useInputProps(props)}
      value={value}
      type={type}
      {...(inputMode === 'text' ? {} : { inputMode })}
      required={isRequired}
      withAsterisk={false}
      autoComplete="off"
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Several lines of text. */
export function TextAreaField(props: FieldProps<string>) {
  const { value, maxLength, onChange } = props;
  return (
    <Textarea
      {...useInputProps(props)}
      value={value}
      autosize
      minRows={3}
      maxRows={12}
      {...(maxLength === undefined ? {} : { maxLength })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Yes or no, with what yes means. */
export function CheckField(props: FieldProps<boolean>) {
  const { value, onChange } = props;
  return (
    <Checkbox {...useInputProps(props)} checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
  );
}

/** A password or another secret, which no browser fills in by itself. */
export function SecretField(props: FieldProps<string>) {
  const { value, onChange } = props;
  return (
    <TextInput
      {...useInputProps(props)}
      value={value}
      type="password"
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
  const { value, options, onChange } = props;
  return (
    <NativeSelect
      {...useInputProps(props)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as Value)}
      data={Object.entries<string>(options).map(([option, text]) => ({ value: option, label: text }))}
    />
  );
}

/** A day, as the browser lets people pick one; `value`: YYYY-MM-DD, or empty. */
export function DateField(props: FieldProps<string>) {
  const { value, onChange } = props;
  return (
    <TextInput
      {...useInputProps(props)}
      value={value}
      type="date"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
