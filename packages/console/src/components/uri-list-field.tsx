import { Button, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icons.tsx';
import { useFieldProblem } from './form.tsx';

export interface UriListFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly values: readonly string[];
  readonly placeholder: string;
  /** What is wrong with one, worded to follow the URI in a sentence; null: it is fine. */
  problemOf(uri: string): string | null;
  onChange(values: readonly string[]): void;
}

/** URIs, each looked at as it is typed, by the same rule that the server has. */
export function UriListField({ name, label, hint, values, placeholder, problemOf, onChange }: UriListFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const refused = useFieldProblem(name);
  const shown = values.length === 0 ? [''] : values;
  const set = (at: number, uri: string) => onChange(shown.map((known, index) => (index === at ? uri : known)));
  return (
    <fieldset className="stack tight" aria-describedby={id}>
      <legend className="field-legend">{label}</legend>
      <p className="muted small" id={id}>
        {hint}
      </p>
      <ul className="uri-list">
        {shown.map((uri, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, whatever is typed into it
          <li key={index}>
            <UriRow
              label={`${label} ${index + 1}`}
              uri={uri}
              placeholder={placeholder}
              problem={uri === '' ? null : problemOf(uri)}
              isRefused={refused !== undefined}
              onChange={(changed) => set(index, changed)}
              onRemove={shown.length === 1 ? null : () => onChange(shown.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      {refused === undefined ? null : <p className="verdict">{refused}</p>}
      <div>
        <Button variant="subtle" size="sm" leftSection={<Icon name="add" />} onClick={() => onChange([...shown, ''])}>
          {t('addUri')}
        </Button>
      </div>
    </fieldset>
  );
}

interface UriRowProps {
  readonly label: string;
  readonly uri: string;
  readonly placeholder: string;
  readonly problem: string | null;
  readonly isRefused: boolean;
  readonly onRemove: (() => void) | null;
  onChange(uri: string): void;
}

function UriRow({ label, uri, placeholder, problem, isRefused, onRemove, onChange }: UriRowProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <TextInput
        type="url"
        aria-label={label}
        aria-describedby={id}
        error={problem !== null || isRefused}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={uri}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
      {onRemove === null ? null : (
        <button type="button" className="icon-button" aria-label={t('removeUri', { label })} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
      <output className={problem === null ? 'verdict good' : 'verdict'} id={id}>
        <Verdict uri={uri} problem={problem} />
      </output>
    </>
  );
}

function Verdict({ uri, problem }: { readonly uri: string; readonly problem: string | null }) {
  const { t } = useTranslation();
  if (uri === '') return null;
  return (
    <>
      <Icon name={problem === null ? 'check' : 'warning'} />
      <span>{problem === null ? t('uriFine') : t('uriProblem', { problem })}</span>
    </>
  );
}
