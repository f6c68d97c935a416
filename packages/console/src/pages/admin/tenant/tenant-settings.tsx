import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../../api/use-change.ts';
import { useRead } from '../../../api/use-read.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { Form, Saved, Submit } from '../../../components/form.tsx';
import { Page } from '../../../components/page.tsx';
import { Presets } from './presets.tsx';
import { SettingField } from './setting-field.tsx';
import { changeOf, type Setting, type ShownTenant, valueInForce } from './setting-values.ts';
import type { Group } from './tenant.tsx';
import { useTenantPlace } from './tenant-place.ts';

/** One group of the settings of a tenant. */
export function TenantSettings() {
  const { t } = useTranslation('tenant');
  const { tenant: name, root } = useTenantPlace();
  const { group } = useParams({ strict: false }) as { group: Group };
  const { data: tenant, error } = useRead('getTenant', { params: { tenant: name } });
  const { data: schema, error: schemaError } = useRead('getSettingsSchema', {});
  const [taken, setTaken] = useState(0);
  const crumbs = [{ label: tenant?.display_name ?? t('title'), to: root }];
  const settings = (schema?.settings ?? []).filter((setting) => setting.group === group);
  return (
    <Page title={t(`group.${group}`)} lead={t(`groupLead.${group}`)} crumbs={crumbs} key={`${name} ${group}`}>
      <ErrorNotice error={error ?? schemaError} />
      {tenant === undefined || settings.length === 0 ? null : (
        // Anew for what a preset has changed.
        <SettingsForm tenant={tenant} settings={settings} key={taken} />
      )}
      {tenant === undefined || schema === undefined || group !== 'protocol' ? null : (
        <Presets tenant={tenant} settings={schema.settings} onTaken={() => setTaken(taken + 1)} />
      )}
    </Page>
  );
}

interface SettingsFormProps {
  readonly tenant: ShownTenant;
  readonly settings: readonly Setting[];
}

function SettingsForm({ tenant, settings }: SettingsFormProps) {
  const { t } = useTranslation(['tenant', 'common']);
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(() =>
    Object.fromEntries(settings.map((setting) => [setting.name, valueInForce(tenant, setting)])),
  );
  const save = useChange('updateTenant', ['getTenant', 'listTenants']);
  const change = changeOf(tenant, settings, values);
  const submit = () =>
    save.mutate({ params: { tenant: tenant.name }, body: { settings: change }, revision: tenant.revision });
  return (
    <Form error={save.error} fields={settings.map(({ name }) => `settings.${name}`)} onSubmit={submit}>
      {settings.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          value={values[setting.name]}
          onChange={(value) => setValues((known) => ({ ...known, [setting.name]: value }))}
        />
      ))}
      <Submit verb={t('common:save')} isBusy={save.isPending}>
        <Saved isShown={save.isSuccess && Object.keys(change).length === 0} />
      </Submit>
    </Form>
  );
}
