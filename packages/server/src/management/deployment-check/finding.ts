import { z } from 'zod';

/**
 * `error`: it breaks what a specification or the server itself demands. `warning`: a specification advises against it, or something will
 * stop working. `notice`: laxer than need be.
 */
export const SEVERITIES = ['error', 'warning', 'notice'] as const;

/** Something about a deployment that had better be otherwise. */
export const findingResult = z.strictObject({
  severity: z.enum(SEVERITIES),
  subject: z.enum(['installation', 'tenant', 'client']),
  id: z.string().describe('The client_id or the name of the tenant; of the installation, the setting.'),
  name: z.string().describe('What people call it.'),
  rule: z.string().describe('What was looked for; for programs.'),
  what: z.string(),
  why: z.string().describe('The specification and its section, or the danger.'),
  remedy: z.string(),
});
export type Finding = z.output<typeof findingResult>;

type About = Pick<Finding, 'subject' | 'id' | 'name'>;

/** One thing that is looked for. */
export interface Rule<Facts> extends Pick<Finding, 'severity' | 'rule' | 'why'> {
  /** null: it is as it should be. */
  find(facts: Facts): Pick<Finding, 'what' | 'remedy'> | null;
}

/** What the rules find about one subject. */
export function findings<Facts>(rules: readonly Rule<Facts>[], facts: Facts, about: About): Finding[] {
  return rules.flatMap(({ severity, rule, why, find }) => {
    const found = find(facts);
    return found === null ? [] : [{ severity, ...about, rule, what: found.what, why, remedy: found.remedy }];
  });
}

/** `3 days` */
export function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds % length === 0 && seconds >= length) ?? ['second', 1];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
