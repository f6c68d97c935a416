import { useState } from 'react';

export interface MarkProps {
  readonly name: string;
  /** An https URL; without one, and where it does not load, the name's first letter stands. */
  readonly image?: string | null | undefined;
  readonly isLarge?: boolean;
}

/** A logo, or a letter in its place. Decorative: the name always stands beside it. */
export function Mark({ name, image, isLarge = false }: MarkProps) {
  const [isBroken, setBroken] = useState(false);
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0]?.toUpperCase() ?? '·';
  const isShown = image?.startsWith('https:') === true && !isBroken;
  return (
    <span className={isLarge ? 'mark large' : 'mark'} aria-hidden="true">
      {isShown ? <img src={image} alt="" referrerPolicy="no-referrer" onError={() => setBroken(true)} /> : letter}
    </span>
  );
}
