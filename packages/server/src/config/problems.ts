/** One thing that is wrong with the configuration, in words for the operator. */
export interface ConfigProblem {
  /** The setting, as in the configuration file: `outbound.allowPrivateNetworks`. */
  path: string;
  problem: string;
  remedy: string;
}

/** The configuration cannot be used. Carries every problem, not just the first one. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ path, problem, remedy }) => `  ${path}: ${problem}\n      ${remedy}`);
    super(
      `The configuration cannot be used (${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}):\n${lines.join('\n')}`,
    );
    this.problems = problems;
  }
}
