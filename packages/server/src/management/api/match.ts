import type { Operation } from '../operations/operation.ts';

export interface Matched {
  /** By method; at least one. */
  readonly operations: ReadonlyMap<string, Operation>;
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>;
}

interface Node {
  readonly literals: Map<string, Node>;
  named: Node | null;
  readonly operations: Map<string, Operation>;
}

const emptyNode = (): Node => ({ literals: new Map(), named: null, operations: new Map() });

/** Finds the operations of a path. Throws for two operations with one method and path. */
export function matcherOf(operations: readonly Operation[]): (path: string) => Matched | null {
  const root = emptyNode();
  for (const operation of operations) {
    let node = root;
    for (const segment of operation.path.slice(1).split('/')) node = childOf(node, segment);
    if (node.operations.has(operation.method)) throw new Error(`${operation.method} ${operation.path} is there twice`);
    node.operations.set(operation.method, operation);
  }
  return (path) => {
    let node: Node | null = root;
    const values: string[] = [];
    for (const segment of path.slice(1).split('/')) {
      const literal: Node | undefined = node.literals.get(segment);
      if (literal === undefined) values.push(segment);
      node = literal ?? node.named;
      if (node === null || segment === '') return null;
    }
    const [first] = node.operations.values();
    return first === undefined ? null : paramsOf(first, values, node.operations);
  };
}

function childOf(node: Node, segment: string): Node {
  if (segment.startsWith('{')) {
    node.named ??= emptyNode();
    return node.named;
  }
  const known = node.literals.get(segment) ?? emptyNode();
  node.literals.set(segment, known);
  return known;
}

/** null for what is no percent-encoded UTF-8 (RFC 3986 §2.1). */
function paramsOf(operation: Operation, values: readonly string[], operations: Node['operations']): Matched | null {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  try {
    const params = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
    return { operations, params };
  } catch {
    return null;
  }
}
