import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from '../../config/nearest.ts';
import { inWords } from '../input-words.ts';
import { type DocumentPath, repeatedNames, type TenantDocument, tenantDocument } from './document.ts';
import { DocumentError, type DocumentProblem, writePath } from './document-error.ts';

/** A document that is of the right form, and where its parts stand. */
export interface ReadDocument {
  /** As people find it: the name of the file. */
  readonly file: string;
  readonly document: TenantDocument;
  /** The line that this stands on, or what it would be a part of. From 1. */
  lineOf(path: DocumentPath): number | null;
}

type Located = Pick<ReadDocument, 'lineOf'>;

/** Reads YAML 1.2, of which JSON is a part. Throws DocumentError with every problem. */
export function readDocument(text: string, file: string): ReadDocument {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  if (parsed.errors.length > 0) {
    throw new DocumentError(
      file,
      parsed.errors.map(({ message, pos: [start] }) => {
        const remedy = 'Mend the YAML: one document, each member once, indented by spaces.';
        return { path: '', line: lines.linePos(start).line, problem: ended(message), remedy };
      }),
    );
  }
  const lineOf = (path: DocumentPath): number | null => {
    for (let length = path.length; length > 0; length--) {
      const node = nodeAt(parsed, path.slice(0, length));
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
  const value = expanded(parsed, file);
  const checked = tenantDocument.safeParse(value, { error: inWords });
  const problems = checked.success
    ? repetitions(checked.data)
    : checked.error.issues.flatMap((issue) => explain(issue, value));
  if (!checked.success || problems.length > 0) throw new DocumentError(file, withLines({ lineOf }, problems));
  return { file, document: { ...checked.data, settings: settingsGiven(checked.data, value) }, lineOf };
}

/** A member is where its name is. */
function nodeAt(parsed: ReturnType<typeof parseDocument>, path: DocumentPath): Node | null {
  const parent: unknown = path.length === 1 ? parsed.contents : parsed.getIn(path.slice(0, -1), true);
  const named = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
  const node = named?.key ?? parsed.getIn(path, true);
  return isNode(node) ? node : null;
}

/** Aliases may stand for more than any document needs. */
function expanded(parsed: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return parsed.toJS();
  } catch (error) {
    const problem = ended(error instanceof Error ? error.message : String(error));
    throw new DocumentError(file, [{ path: '', line: null, problem, remedy: 'Write it without aliases.' }]);
  }
}

/** Parsed, a setting that is absent looks like one that says the default; the difference matters where there is a preset. */
function settingsGiven({ settings = {} }: TenantDocument, value: unknown): NonNullable<TenantDocument['settings']> {
  const given = valueAt(value, ['settings']) ?? {};
  return Object.fromEntries(Object.entries(settings).filter(([name]) => Object.hasOwn(given, name)));
}

/** In the order of the document. */
export function withLines({ lineOf }: Located, problems: readonly PlacedProblem[]): DocumentProblem[] {
  return problems
    .map(({ path, ...rest }) => ({ path: writePath(path), line: lineOf(path), ...rest }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

export interface PlacedProblem {
  path: DocumentPath;
  problem: string;
  remedy: string;
}

function repetitions(document: TenantDocument): PlacedProblem[] {
  return repeatedNames(document).map(({ path, name }) => ({
    path,
    problem: `${name} is there already.`,
    remedy: 'Leave one of the two out.',
  }));
}

function explain(issue: z.core.$ZodIssue, document: unknown): PlacedProblem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const known = membersAt(tenantDocument, path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const remedy =
        meant === null ? `Remove it. There are: ${known.join(', ')}.` : `Did you mean ${meant}? Otherwise remove it.`;
      return { path: [...path, key], problem: 'There is no such member.', remedy };
    });
  }
  const isMissing = issue.code === 'invalid_type' && path.length > 0 && valueAt(document, path) === undefined;
  const description = expectedAt(tenantDocument, path)?.description;
  if (isMissing) return [{ path, problem: issue.message, remedy: description ?? 'Add it.' }];
  // The words say what to do themselves.
  return [{ path, problem: ended(issue.message), remedy: description ?? '' }];
}

function ended(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Record<string | number, unknown> | null | undefined)?.[part],
    value,
  );
}

function membersAt(schema: z.ZodType, path: DocumentPath): string[] {
  const expected = expectedAt(schema, path)?.schema;
  return expected instanceof z.ZodObject ? Object.keys(expected.shape) : [];
}

interface Expected {
  readonly schema: z.ZodType;
  /** What the contract says about it. */
  readonly description: string | undefined;
}

/** What is expected at this place; undefined where the schema does not say. */
function expectedAt(schema: z.ZodType, path: DocumentPath): Expected | undefined {
  let expected: Expected | undefined = bare(schema);
  for (const part of path) {
    const inner: unknown =
      expected?.schema instanceof z.ZodArray
        ? expected.schema.element
        : expected?.schema instanceof z.ZodObject && Object.hasOwn(expected.schema.shape, part)
          ? expected.schema.shape[part]
          : undefined;
    expected = inner === undefined ? undefined : bare(inner as z.ZodType);
  }
  return expected;
}

/** Without what says that it may be absent. */
function bare(schema: z.ZodType): Expected {
  let inner = schema;
  let { description } = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap() as z.ZodType;
    description ??= inner.description;
  }
  return { schema: inner, description };
}
