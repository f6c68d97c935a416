import { Textarea } from '@mantine/core';
import type { Ref } from 'react';

interface PastedFieldProps {
  readonly label: string;
  readonly value: string;
  readonly rows: number;
  readonly ref?: Ref<HTMLTextAreaElement>;
  onChange(value: string): void;
}

/** Takes what the developer brings from elsewhere; the browser neither corrects nor keeps it. */
export function PastedField({ onChange, ...props }: PastedFieldProps) {
  return (
    <Textarea
      {...props}
      spellCheck={false}
      autoComplete="off"
      className="pasted"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
