import type { ReactNode } from 'react';
import { Icon, type IconName } from '../look/icons.tsx';
import type { Tone } from './state-badge.tsx';

export interface NoticeProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title?: string;
  /** Says it at once to those who hear the page. */
  readonly alert?: boolean;
  readonly children?: ReactNode;
}

export function Notice({ tone, icon, title, alert = false, children }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} {...(alert ? { role: 'alert' } : {})}>
      <Icon name={icon} />
      <div>
        {title === undefined ? null : <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
