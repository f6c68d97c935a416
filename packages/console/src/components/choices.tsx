import { Icon, type IconName } from '../look/icons.tsx';

export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly about: string;
  readonly icon: IconName;
}

/** One of a few, each of which says what it is. */
export function Choices(props: {
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  onChange(value: string): void;
}) {
  return (
    <fieldset className="stack">
      <legend className="spoken">{props.legend}</legend>
      <div className="choices">
        {props.choices.map(({ value, name, about, icon }) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name={props.name}
              value={value}
              checked={props.value === value}
              aria-describedby={`${props.name}-${value}`}
              aria-label={name}
              onChange={() => props.onChange(value)}
            />
            <Icon name={icon} />
            <span className="name">{name}</span>
            <span className="about" id={`${props.name}-${value}`}>
              {about}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
