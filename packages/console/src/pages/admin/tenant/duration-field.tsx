import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFieldProblem } from '../../../components/form.tsx';
import { UNITS, type Unit, unitOf } from './units.ts';

export interface DurationFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: ReactNode;
  /** Seconds; what is no number stays as it was typed, for the server to refuse. */
  readonly value: number | string;
  onChange(seconds: number | string): void;
}

/** The smallest first, as people count. */
const NAMES = ['seconds', 'minutes', 'hours', 'days'] as const;

/** A length of time, in whichever unit it is a whole number of. */
export function DurationField({ name, label, hint, value, onChange }: DurationFieldProps) {
  const { t } = useTranslation('tenant');
  const problem = useFieldProblem(name);
  const [unit, setUnit] = useState<Unit>(() => unitOf(Number(value)));
  const count = typeof value === 'number' ? value / UNITS[unit] : value;
  const set = (typed: string | number, of: Unit) => {
    const seconds = Number(typed) * UNITS[of];
    onChange(typed === '' || Number.isNaN(seconds) ? typed : seconds);
  };
  const chooseUnit = (chosen: Unit) => {
    setUnit(chosen);
    set(count, chosen);
  };
  return (
    <div className="duration">
      <TextInput
        name={name}
        label={label}
        description={hint}
        error={problem}
        value={String(count)}
        inputMode="numeric"
        autoComplete="off"
        onChange={(event) => set(event.currentTarget.value, unit)}
      />
      <NativeSelect
        aria-label={t('unitOf', { label })}
        value={unit}
        onChange={(event) => chooseUnit(event.currentTarget.value as Unit)}
        data={NAMES.map((one) => ({ value: one, label: t(`unit.${one}`) }))}
      />
    </div>
  );
}
