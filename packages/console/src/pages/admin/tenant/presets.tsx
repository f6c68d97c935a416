import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Results } from '../../../api/operations.ts';
import { useList } from '../../../api/use-list.ts';
import { ConfirmChange } from '../../../components/confirm-change.tsx';
import { type Column, DataList } from '../../../components/data-list.tsx';
import { Section } from '../../../components/page.tsx';
import { StateBadge } from '../../../components/state-badge.tsx';
import { RowButton } from '../row-button.tsx';
import { isSame, type Setting, type ShownTenant, valueInForce } from './setting-values.ts';
import { labelOf, useSettingWords } from './setting-words.ts';

type Preset = Results['listPresets']['items'][number];

interface PresetsProps {
  readonly tenant: ShownTenant;
  readonly settings: readonly Setting[];
  onTaken(): void;
}

/** What the products behind the dialects live by, and what would change here. */
export function Presets({ tenant, settings, onTaken }: PresetsProps) {
  const { t } = useTranslation('tenant');
  const inWords = useSettingWords();
  const list = useList('listPresets', {});
  const [asked, setAsked] = useState<Preset | null>(null);
  const deviating = (preset: Preset) => deviations(preset, tenant, settings);
  return (
    <Section title={t('presets')} lead={t('presetsLead')}>
      <DataList
        label={t('presets')}
        list={list}
        keyOf={({ name }) => name}
        empty={null}
        columns={usePresetColumns(settings, (preset) => deviating(preset).length === 0, setAsked)}
      />
      <ConfirmChange
        id="updateTenant"
        change={
          asked === null
            ? null
            : { params: { tenant: tenant.name }, body: { settings: asked.settings }, revision: tenant.revision }
        }
        refreshes={['getTenant', 'listTenants']}
        title={t('takeOverTitle', { name: asked?.name ?? '' })}
        consequences={[
          ...(asked === null ? [] : deviating(asked)).map((setting) =>
            t('takeOverChange', {
              label: labelOf(setting.name),
              before: inWords(setting, valueInForce(tenant, setting)),
              after: inWords(setting, asked?.settings[setting.name]),
            }),
          ),
          t('takeOverFrom'),
        ]}
        verb={t('takeOver')}
        onClose={() => setAsked(null)}
        onDone={onTaken}
      />
    </Section>
  );
}

function deviations(preset: Preset, tenant: ShownTenant, settings: readonly Setting[]): readonly Setting[] {
  return settingsOf(preset, settings).filter(
    (setting) => !isSame(preset.settings[setting.name], valueInForce(tenant, setting)),
  );
}

/** Those that the preset writes down. */
function settingsOf(preset: Preset, settings: readonly Setting[]): readonly Setting[] {
  return settings.filter(({ name }) => name in preset.settings);
}

function usePresetColumns(
  settings: readonly Setting[],
  isInForce: (preset: Preset) => boolean,
  onTake: (preset: Preset) => void,
): [Column<Preset>, ...Column<Preset>[]] {
  const { t } = useTranslation(['tenant', 'admin']);
  const inWords = useSettingWords();
  return [
    { name: 'preset', label: t('preset'), cell: ({ name }) => <span className="title">{name}</span> },
    {
      name: 'sets',
      label: t('presetSets'),
      cell: (preset) => (
        <ul>
          {settingsOf(preset, settings).map((setting) => (
            <li key={setting.name}>
              {labelOf(setting.name)}: {inWords(setting, preset.settings[setting.name])}
            </li>
          ))}
        </ul>
      ),
    },
    {
      name: 'action',
      label: t('admin:action'),
      cell: (preset) =>
        isInForce(preset) ? (
          <StateBadge icon="check" tone="good">
            {t('inForce')}
          </StateBadge>
        ) : (
          <RowButton verb={t('takeOver')} what={preset.name} onClick={() => onTake(preset)} />
        ),
    },
  ];
}
