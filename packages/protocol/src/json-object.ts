const DEFAULT_MAX_DEPTH = 16;
/** In valid JSON: every string, with the colon that makes it a member's name, and every bracket. */
const STRUCTURE = /"([^"\\]*(?:\\.[^"\\]*)*)"\s*(:?)|[{}[\]]/g;

/** Whether a name occurs twice in one object, an object carries `__proto__`, or the nesting is too deep. */
function isAmbiguous(json: string, maxDepth: number): boolean {
  const open: (Set<string> | null)[] = [];
  for (const match of json.matchAll(STRUCTURE)) {
    if (match[0] === '{' || match[0] === '[') {
      open.push(match[0] === '{' ? new Set() : null);
      if (open.length > maxDepth) return true;
    } else if (match[0] === '}' || match[0] === ']') {
      open.pop();
    } else if (match[2] === ':') {
      const raw = match[1] ?? '';
      const name = raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
      const names = open.at(-1);
      if (name === '__proto__' || names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The object that this JSON text stands for; null if it is no JSON, no object, nested deeper than `maxDepth`, or if readers
 * could disagree about it: a name twice in one object (RFC 8259 §4), or `__proto__`.
 */
export function parseJsonObject(json: string, maxDepth: number = DEFAULT_MAX_DEPTH): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) && !isAmbiguous(json, maxDepth) ? value : null;
  } catch {
    return null;
  }
}
