import { readFileSync } from 'node:fs';
import { nearest } from './nearest.ts';
import type { ConfigProblem } from './problems.ts';
import { type Variable, variables } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** In a cluster with a service called "xenia", Kubernetes sets XENIA_SERVICE_HOST, XENIA_PORT=tcp://... and their like. */
const kubernetesName = /^XENIA_(SERVICE_(HOST|PORT(_.*)?)|PORT_\d+_.*)$/;
const kubernetesPort = /^tcp:\/\//;

/** Settings that the environment gives, by path; an empty variable counts as absent. */
export function readEnvironment(env: Environment): { values: Map<string, unknown>; problems: ConfigProblem[] } {
  const values = new Map<string, unknown>();
  const problems = unknownVariables(env);
  for (const variable of variables) {
    const given = variable.env.flatMap((name) => [name, `${name}_FILE`]).filter((name) => isGiven(env, name, variable));
    const [name] = given;
    if (name === undefined) continue;
    const both = variable.secret && given.includes(`${name}_FILE`);
    if (both) {
      problems.push({
        path: variable.path,
        problem: `${name} and ${name}_FILE are both set`,
        remedy: 'Unset one of them.',
      });
    }
    try {
      const text = name.endsWith('_FILE') ? readFileSync(env[name] ?? '', 'utf8').trim() : (env[name] ?? '');
      values.set(variable.path, readText(text, variable));
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
      problems.push({
        path: variable.path,
        problem: `the file that ${name} names cannot be read (${reason})`,
        remedy: 'Name a readable file.',
      });
    }
  }
  return { values, problems };
}

function isGiven(env: Environment, name: string, variable: Variable): boolean {
  if (name.endsWith('_FILE') && !variable.secret) return false;
  const text = env[name];
  return text !== undefined && text !== '' && !(variable.path === 'port' && kubernetesPort.test(text));
}

/** Text that does not fit stays text, for the schema to refuse with its own words. */
function readText(text: string, { type }: Variable): unknown {
  if (type === 'integer') return /^\d{1,9}$/.test(text) ? Number(text) : text;
  if (type === 'boolean')
    return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  if (type === 'array') return text.split(',').flatMap((item) => item.trim() || []);
  return text;
}

function unknownVariables(env: Environment): ConfigProblem[] {
  const known = new Set(
    variables.flatMap(({ env: names, secret }) => (secret ? names.flatMap((name) => [name, `${name}_FILE`]) : names)),
  );
  return Object.keys(env)
    .filter((name) => name.startsWith('XENIA_') && !known.has(name) && !kubernetesName.test(name))
    .map((name) => {
      const meant = nearest(name, known);
      return {
        path: name,
        problem: 'is not a variable that Xenia knows',
        remedy:
          meant === null
            ? 'Remove it; `xenia config print` lists what there is.'
            : `Did you mean ${meant}? Otherwise remove it.`,
      };
    });
}
