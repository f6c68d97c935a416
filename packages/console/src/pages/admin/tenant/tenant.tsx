import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../../api/use-read.ts';
import { Copyable } from '../../../components/copy-button.tsx';
import { Facts } from '../../../components/facts.tsx';
import { Page, Section } from '../../../components/page.tsx';
import { PageToCome } from '../../../components/to-come.tsx';
import { When } from '../../../components/when.tsx';
import type { tenant as texts } from '../../../texts/en/tenant.ts';
import { Branding } from './branding.tsx';
import type { Setting, ShownTenant } from './setting-values.ts';
import { useTenantPlace } from './tenant-place.ts';

export type Group = keyof typeof texts.group;

/** A tenant: how it looks, and the way to its settings. */
export function Tenant() {
  const { t } = useTranslation(['tenant', 'admin']);
  const { tenant: name, isOwn } = useTenantPlace();
  const { data: tenant, error } = useRead('getTenant', { params: { tenant: name } });
  const { data: schema, error: schemaError } = useRead('getSettingsSchema', {});
  const crumbs = isOwn ? [] : [{ label: t('tenants'), to: '/tenants' }];
  if (tenant === undefined || schema === undefined) {
    return <PageToCome title={t('title')} crumbs={crumbs} error={error ?? schemaError} />;
  }
  return (
    <Page title={tenant.display_name} lead={t('lead')} crumbs={crumbs} key={tenant.name}>
      <Facts
        facts={[
          [t('name'), <code key="name">{tenant.name}</code>],
          [t('issuer'), <Copyable key="issuer" value={tenant.issuer} what={t('issuer')} />],
          [t('admin:created'), <When key="created" at={tenant.created_at} />],
        ]}
      />
      <Section title={t('look')} lead={t('lookLead')}>
        <Branding tenant={tenant} accent={String(byDefault(schema.settings, 'accentColor'))} />
      </Section>
      <Groups tenant={tenant} settings={schema.settings} />
    </Page>
  );
}

function byDefault(settings: readonly Setting[], wanted: string): unknown {
  return settings.find(({ name }) => name === wanted)?.default;
}

/** The pages of settings, and where they deviate. */
function Groups({ tenant, settings: all }: { readonly tenant: ShownTenant; readonly settings: readonly Setting[] }) {
  const { t } = useTranslation('tenant');
  const { settingsLink } = useTenantPlace();
  return (
    <Section title={t('settings')} lead={t('settingsLead')}>
      <ul className="ways">
        {groupsOf(all).map(([group, settings]) => (
          <li key={group}>
            <Link className="title" {...settingsLink(group)}>
              {t(`group.${group}`)}
            </Link>
            <span className="muted small">{t(`groupLead.${group}`)}</span>
            <span className="small">
              {t('changed', { count: settings.filter(({ name }) => name in tenant.settings).length })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** In the order in which settings are declared; the look has a form of its own. */
function groupsOf(settings: readonly Setting[]): readonly (readonly [Group, readonly Setting[]])[] {
  const names = [...new Set(settings.map(({ group }) => group as Group))].filter((group) => group !== 'look');
  return names.map((name) => [name, settings.filter(({ group }) => group === name)]);
}
