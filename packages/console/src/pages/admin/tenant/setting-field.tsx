import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckField, SelectField, TextField } from '../../../components/fields.tsx';
import { useFieldProblem } from '../../../components/form.tsx';
import { DialectsField } from './dialects-field.tsx';
import { DurationField } from './duration-field.tsx';
import { isSame, kindOf, optionsOf, type Setting } from './setting-values.ts';
import { labelOf, optionLabel, useSettingWords } from './setting-words.ts';

interface SettingFieldProps {
  readonly setting: Setting;
  readonly value: unknown;
  onChange(value: unknown): void;
}

/** One setting: what it does, what it is called, its default, the section that it follows. */
export function SettingField({ setting, value, onChange }: SettingFieldProps) {
  const bound = {
    name: `settings.${setting.name}`,
    label: labelOf(setting.name),
    hint: <Reason setting={setting} />,
    onChange,
  };
  return (
    <div className="stack tight">
      <Control setting={setting} value={value} bound={bound} />
      <About setting={setting} value={value} onChange={onChange} />
    </div>
  );
}

interface Bound {
  readonly name: string;
  readonly label: string;
  readonly hint: ReactNode;
  onChange(value: unknown): void;
}

function Control({
  setting,
  value,
  bound,
}: {
  readonly setting: Setting;
  readonly value: unknown;
  readonly bound: Bound;
}) {
  switch (kindOf(setting)) {
    case 'flag':
      return <CheckField {...bound} value={value === true} />;
    case 'duration':
      return <DurationField {...bound} value={value as number | string} />;
    case 'count':
      return <CountField {...bound} value={value as number | string} />;
    case 'choice':
      return <SelectField {...bound} value={String(value)} options={labelled(setting)} />;
    case 'choices':
      return <ChoicesField {...bound} value={value as string[]} options={optionsOf(setting.schema)} />;
    case 'dialects':
      return <DialectsField {...bound} value={value as string[]} />;
    case 'text':
      return <TextField {...bound} value={String(value ?? '')} />;
  }
}

/** What is no number stays as it was typed, for the server to refuse. */
function CountField({ value, onChange, ...bound }: Bound & { readonly value: number | string }) {
  const set = (typed: string) => onChange(/^\d+$/.test(typed) ? Number(typed) : typed);
  return <TextField {...bound} value={String(value)} inputMode="numeric" onChange={set} />;
}

function labelled({ name, schema }: Setting): Readonly<Record<string, string>> {
  return Object.fromEntries(optionsOf(schema).map((option) => [option, optionLabel(name, option)]));
}

/** The description without the section at its end, which stands below as a link. */
function Reason({ setting: { description, spec } }: { readonly setting: Setting }) {
  return spec === null ? description : description.replace(` (${spec})`, '');
}

function About({ setting, value, onChange }: SettingFieldProps) {
  const { t } = useTranslation('tenant');
  const inWords = useSettingWords();
  return (
    <div className="row small muted setting-about">
      <code>{setting.name}</code>
      {setting.spec === null ? null : <Spec spec={setting.spec} />}
      <span>{t('default', { value: inWords(setting, setting.default) })}</span>
      {isSame(value, setting.default) ? null : (
        <button type="button" className="link-button" onClick={() => onChange(setting.default)}>
          {t('reset')}
          <span className="spoken"> {t('resetSpoken', { label: labelOf(setting.name) })}</span>
        </button>
      )}
    </div>
  );
}

/** `RFC 9700 §2.1.2`, at its publisher. */
function Spec({ spec }: { readonly spec: string }) {
  const [, number, section] = /^RFC (\d+) §([\d.]+)$/.exec(spec) ?? [];
  if (number === undefined || section === undefined) return <span>{spec}</span>;
  return (
    <a href={`https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`} rel="noreferrer">
      {spec}
    </a>
  );
}

function ChoicesField(props: Bound & { readonly value: readonly string[]; readonly options: readonly string[] }) {
  const { name, label, hint, value, options, onChange } = props;
  const problem = useFieldProblem(name);
  const toggle = (option: string, isChosen: boolean) =>
    // In the order of the schema, so that the same choice is the same value.
    onChange(options.filter((one) => (one === option ? isChosen : value.includes(one))));
  return (
    <fieldset className="stack tight">
      <legend className="field-legend">{label}</legend>
      <p className="muted small">{hint}</p>
      <div className="scope-list">
        {options.map((option) => (
          <Checkbox
            key={option}
            label={<code>{option}</code>}
            checked={value.includes(option)}
            aria-invalid={problem !== undefined}
            onChange={(event) => toggle(option, event.currentTarget.checked)}
          />
        ))}
      </div>
      {problem === undefined ? null : <p className="verdict">{problem}</p>}
    </fieldset>
  );
}
