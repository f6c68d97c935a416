import { Icon, type IconName } from '../look/icons.tsx';

export type Tone = 'plain' | 'good' | 'caution' | 'danger';

/** A state by icon and word; the tone only repeats it. */
export function StateBadge(props: { readonly icon: IconName; readonly tone?: Tone; readonly children: string }) {
  return (
    <span className={`state ${props.tone ?? 'plain'}`}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  );
}
