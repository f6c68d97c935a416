import { useTranslation } from 'react-i18next';
import { StateBadge, type Tone } from '../../components/state-badge.tsx';
import type { IconName } from '../../look/icons.tsx';
import type { ShownApp } from './app.tsx';

const STATES: Readonly<Record<ShownApp['state'], readonly [icon: IconName, tone: Tone]>> = {
  draft: ['draft', 'plain'],
  submitted: ['clock', 'plain'],
  approved: ['check', 'good'],
  returned: ['undo', 'caution'],
  suspended: ['pause', 'danger'],
};

/** Where an app stands on its way to its users. */
export function AppState({ app: { state } }: { readonly app: Pick<ShownApp, 'state'> }) {
  const { t } = useTranslation('apps');
  const [icon, tone] = STATES[state];
  return (
    <StateBadge icon={icon} tone={tone}>
      {t(`stateName.${state}`)}
    </StateBadge>
  );
}

const AUDIENCES: Readonly<Record<ShownApp['visibility'], IconName>> = {
  public: 'globe',
  private: 'key',
  internal: 'briefcase',
};

export function Visibility({ visibility }: Pick<ShownApp, 'visibility'>) {
  const { t } = useTranslation('apps');
  return <StateBadge icon={AUDIENCES[visibility]}>{t(`visibilityName.${visibility}`)}</StateBadge>;
}
