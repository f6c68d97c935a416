import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { SelectField, TextField } from '../../../components/fields.tsx';
import { Form, Saved, Submit, useFieldProblem } from '../../../components/form.tsx';
import { tenant as texts } from '../../../texts/en/tenant.ts';
import type { ShownTenant } from './setting-values.ts';
import { SignInPreview } from './sign-in-preview.tsx';

const FIELDS = ['display_name', 'settings.accentColor', 'settings.logoUri', 'settings.defaultLocale'] as const;
type Locale = keyof typeof texts.localeName;

/** `accent`: the default one. */
function valuesOf({ display_name, settings }: ShownTenant, accent: string) {
  return {
    display_name,
    accentColor: text(settings.accentColor) ?? accent,
    logoUri: text(settings.logoUri) ?? '',
    defaultLocale: (text(settings.defaultLocale) ?? 'en') as Locale,
  };
}

type Values = ReturnType<typeof valuesOf>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** How a tenant looks, with the sign-in page beside it as it would be. */
export function Branding({ tenant, accent }: { readonly tenant: ShownTenant; readonly accent: string }) {
  const { t } = useTranslation(['tenant', 'common']);
  const before = valuesOf(tenant, accent);
  const [values, setValues] = useState(before);
  const save = useChange('updateTenant', ['getTenant', 'listTenants']);
  const set = (change: Partial<typeof values>) => setValues((known) => ({ ...known, ...change }));
  const isChanged = JSON.stringify(values) !== JSON.stringify(before);
  const submit = () =>
    save.mutate({ params: { tenant: tenant.name }, body: bodyOf(values, before, accent), revision: tenant.revision });
  return (
    <div className="beside">
      <Form error={save.error} fields={FIELDS} onSubmit={submit}>
        <TextField
          name="display_name"
          label={t('displayName')}
          hint={t('displayNameHint')}
          value={values.display_name}
          maxLength={200}
          onChange={(display_name) => set({ display_name })}
        />
        <AccentField value={values.accentColor} onChange={(accentColor) => set({ accentColor })} />
        <TextField
          name="settings.logoUri"
          type="url"
          label={t('logoUri')}
          hint={t('logoUriHint')}
          value={values.logoUri}
          onChange={(logoUri) => set({ logoUri })}
        />
        <SelectField
          name="settings.defaultLocale"
          label={t('defaultLocale')}
          value={values.defaultLocale}
          options={texts.localeName}
          onChange={(defaultLocale) => set({ defaultLocale })}
        />
        <Submit verb={t('common:save')} isBusy={save.isPending}>
          <Saved isShown={save.isSuccess && !isChanged} />
        </Submit>
      </Form>
      <SignInPreview {...values} />
    </div>
  );
}

/** Only what was changed; an empty field is the default. */
function bodyOf(values: Values, before: Values, accent: string) {
  const { display_name, accentColor, logoUri, defaultLocale } = values;
  const settings = {
    ...(accentColor === before.accentColor
      ? {}
      : { accentColor: accentColor === '' || accentColor === accent ? null : accentColor }),
    ...(logoUri === before.logoUri ? {} : { logoUri: logoUri === '' ? null : logoUri }),
    ...(defaultLocale === before.defaultLocale ? {} : { defaultLocale }),
  };
  return { ...(display_name === before.display_name ? {} : { display_name }), settings };
}

/** Written, or picked with whatever the browser brings for that. */
function AccentField({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
  const { t } = useTranslation('tenant');
  const problem = useFieldProblem('settings.accentColor');
  return (
    <TextInput
      name="settings.accentColor"
      label={t('accentColor')}
      description={t('accentColorHint')}
      value={value}
      error={problem}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={
        <input
          type="color"
          className="swatch"
          aria-label={t('accentPicker')}
          value={/^#[0-9a-f]{6}$/i.test(value) ? value : '#ffffff'}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      }
    />
  );
}
