import { Checkbox, NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/use-list.ts';
import { useFieldProblem } from '../../../components/form.tsx';

interface DialectsFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: ReactNode;
  readonly value: readonly string[];
  onChange(value: readonly string[]): void;
}

/** Which dialects a tenant speaks, and which of them comes first. */
export function DialectsField({ name, label, hint, value, onChange }: DialectsFieldProps) {
  const { t } = useTranslation('tenant');
  const problem = useFieldProblem(name);
  const { items } = useList('listPresets', {});
  const toggle = (dialect: string, isChosen: boolean) =>
    onChange(isChosen ? [...value, dialect] : value.filter((one) => one !== dialect));
  return (
    <fieldset className="stack tight">
      <legend className="field-legend">{label}</legend>
      <p className="muted small">{hint}</p>
      <div className="scope-list">
        {items.map((preset) => (
          <Checkbox
            key={preset.name}
            label={<code>{preset.name}</code>}
            checked={value.includes(preset.name)}
            aria-invalid={problem !== undefined}
            onChange={(event) => toggle(preset.name, event.currentTarget.checked)}
          />
        ))}
      </div>
      {problem === undefined ? null : <p className="verdict">{problem}</p>}
      {value.length < 2 ? null : (
        <NativeSelect
          label={t('advertised')}
          value={value[0] ?? ''}
          data={[...value]}
          onChange={({ currentTarget: { value: first } }) => onChange([first, ...value.filter((one) => one !== first)])}
        />
      )}
    </fieldset>
  );
}
