import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/use-change.ts';
import { TextAreaField, TextField } from '../../components/fields.tsx';
import { Form, Saved, Submit, useFieldProblem } from '../../components/form.tsx';
import { apps } from '../../texts/en/apps.ts';
import type { ShownApp } from './app.tsx';

const FIELDS = ['name', 'short_description', 'details', 'homepage_uri', 'icon_uri', 'category', 'visibility'] as const;

type Values = Record<(typeof FIELDS)[number], string>;

/** With what waits for a review: that is what a further change goes on from. */
function valuesOf(app: ShownApp): Values {
  const { proposed } = app;
  return {
    name: proposed.name ?? app.name,
    short_description: app.short_description,
    details: app.details,
    homepage_uri: (proposed.homepage_uri === undefined ? app : proposed).homepage_uri ?? '',
    icon_uri: (proposed.icon_uri === undefined ? app : proposed).icon_uri ?? '',
    category: app.category,
    visibility: proposed.visibility ?? app.visibility,
  };
}

/** Only what was changed; an address that is empty is none. */
function changeOf(values: Values, before: Values): object {
  const changed = FIELDS.filter((name) => values[name] !== before[name]);
  return Object.fromEntries(
    changed.map((name) => [name, name.endsWith('_uri') && values[name] === '' ? null : values[name]]),
  );
}

/** What the app says of itself: in the directory, on the consent page, to its reviewer. */
export function AppSettings({ app }: { readonly app: ShownApp }) {
  const { t } = useTranslation(['apps', 'common']);
  const [values, setValues] = useState(() => valuesOf(app));
  const save = useChange('updateApp', ['getApp', 'listApps']);
  const change = changeOf(values, valuesOf(app));
  const bind = (name: keyof Values) => ({
    name,
    value: values[name],
    onChange: (value: string) => setValues((known) => ({ ...known, [name]: value })),
  });
  const submit = () => save.mutate({ params: { app_id: app.app_id }, body: change, revision: app.revision });
  return (
    <Form error={save.error} fields={FIELDS} onSubmit={submit}>
      <TextField {...bind('name')} label={t('name')} hint={t('nameHint')} maxLength={60} isRequired />
      <TextField {...bind('short_description')} label={t('short')} hint={t('shortHint')} maxLength={120} />
      <TextAreaField {...bind('details')} label={t('details')} hint={t('detailsHint')} maxLength={4000} />
      <TextField {...bind('homepage_uri')} type="url" label={t('homepage')} placeholder="https://app.example" />
      <TextField {...bind('icon_uri')} type="url" label={t('icon')} hint={t('iconHint')} />
      <Selection {...bind('category')} label={t('category')} names={apps.categoryName} />
      <Selection {...bind('visibility')} label={t('visibility')} names={apps.visibilityAbout} />
      <Submit verb={t('common:save')} isBusy={save.isPending}>
        <Saved isShown={save.isSuccess && Object.keys(change).length === 0} />
      </Submit>
    </Form>
  );
}

function Selection(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly names: Readonly<Record<string, string>>;
  onChange(value: string): void;
}) {
  const { name, label, value, names, onChange } = props;
  const problem = useFieldProblem(name);
  return (
    <NativeSelect
      name={name}
      label={label}
      value={value}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={Object.entries(names).map(([option, text]) => ({ value: option, label: text }))}
    />
  );
}
