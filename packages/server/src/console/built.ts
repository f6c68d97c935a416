import { readFileSync } from 'node:fs';

/** A file of the built console. Its name carries a hash of its content. */
export interface BuiltFile {
  readonly content: Buffer<ArrayBuffer>;
  /** The same, compressed with gzip when it was built. */
  readonly compressed: Buffer<ArrayBuffer>;
  readonly contentType: string;
}

/** The console as it was built: what a page loads first, and every file that there is, by its path below the console. */
export interface BuiltConsole {
  readonly script: string;
  /** What the script imports: fetched along with it. */
  readonly preloads: readonly string[];
  readonly stylesheets: readonly string[];
  readonly files: ReadonlyMap<string, BuiltFile>;
}

/** https://vite.dev/guide/backend-integration */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Where `npm run build:console` leaves it. */
const dist = new URL('../../../console/dist/', import.meta.url);

/** Reads the whole of it, once, from what its manifest names and nothing else; null when it was not built. */
export function readBuiltConsole(folder: URL = dist): BuiltConsole | null {
  const manifest = readManifest(folder);
  if (manifest === null) return null;
  const chunks = Object.values(manifest);
  const entry = chunks.find(({ isEntry }) => isEntry === true);
  if (entry === undefined) return null;
  const first = reachedBy(manifest, entry);
  const names = new Set(chunks.flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]));
  return {
    script: entry.file,
    preloads: first.filter((chunk) => chunk !== entry).map(({ file }) => file),
    stylesheets: [...new Set(first.flatMap(({ css = [] }) => css))],
    files: new Map([...names].map((name) => [name, readFile(folder, name)])),
  };
}

function readManifest(folder: URL): Readonly<Record<string, Chunk>> | null {
  try {
    return JSON.parse(readFileSync(new URL('.vite/manifest.json', folder), 'utf8')) as Record<string, Chunk>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The chunk and everything that it imports statically. */
function reachedBy(manifest: Readonly<Record<string, Chunk>>, entry: Chunk): Chunk[] {
  const reached = new Set([entry]);
  // A Set goes on over what is added meanwhile.
  for (const { imports = [] } of reached) {
    for (const name of imports) {
      const chunk = manifest[name];
      if (chunk !== undefined) reached.add(chunk);
    }
  }
  return [...reached];
}

function readFile(folder: URL, name: string): BuiltFile {
  const contentType = CONTENT_TYPES[name.slice(name.lastIndexOf('.') + 1)];
  if (contentType === undefined) throw new Error(`the console was built with ${name}, which has no content type here`);
  return {
    content: readFileSync(new URL(name, folder)),
    compressed: readFileSync(new URL(`${name}.gz`, folder)),
    contentType,
  };
}
