import { useTranslation } from 'react-i18next';
import { tenant as texts } from '../../../texts/en/tenant.ts';
import { kindOf, type Setting } from './setting-values.ts';
import { UNITS, unitOf } from './units.ts';

/** A setting that is newer than these texts is called by its own name. */
export function labelOf(name: string): string {
  return (texts.setting as Readonly<Record<string, string>>)[name] ?? name;
}

/** What a word means where it is one of several; unknown ones stay words. */
export function optionLabel(setting: string, option: string): string {
  if (option === 'none' && setting === 'appApproval') return texts.optionNone;
  return (texts.option as Readonly<Record<string, string>>)[option] ?? option;
}

/** Says values as people do: durations in their largest unit. */
export function useSettingWords(): (setting: Setting, value: unknown) => string {
  const { t } = useTranslation('tenant');
  return (setting, value) => {
    if (typeof value === 'boolean') return t(value ? 'on' : 'offValue');
    if (typeof value === 'number' && kindOf(setting) === 'duration') {
      const unit = unitOf(value);
      return t(`duration.${unit}`, { count: value / UNITS[unit] });
    }
    if (typeof value === 'number') return value.toLocaleString('en');
    if (Array.isArray(value)) return value.join(', ');
    return value === '' || value === null ? t('emptyValue') : String(value);
  };
}
