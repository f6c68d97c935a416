/** 2: dim, 31: red, 33: yellow, 36: cyan. */
const levelColours: Readonly<Record<string, number>> = { fatal: 31, error: 31, warn: 33, info: 36, debug: 2, trace: 2 };

/** `12:34:56 info  The server listens  url=http://localhost:3000` from one JSON line. A stack follows, indented. */
export function prettyLine(json: string, colours: boolean): string {
  const paint = (colour: number, text: string) => (colours ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const { level, time, message, error, ...members } = JSON.parse(json) as Record<string, unknown>;
  const label = String(level);
  const facts = Object.entries(members).map(([key, value]) => `${paint(2, `${visible(key)}=`)}${formatValue(value)}`);
  const line = [
    paint(2, String(time).slice(11, 19)),
    paint(levelColours[label] ?? 2, label.padEnd(5)),
    ...(message === undefined ? [] : [visible(String(message))]),
    ...facts,
  ].join(' ');
  return error === undefined ? line : `${line}\n${formatError(error)}`;
}

function formatValue(value: unknown): string {
  return visible(typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value));
}

function formatError(error: unknown): string {
  const { stack, cause, ...rest } = (
    typeof error === 'object' && error !== null ? error : { message: error }
  ) as Record<string, unknown>;
  const lines = typeof stack === 'string' ? stack.split('\n') : [JSON.stringify(rest)];
  const text = lines.map((line) => `  ${visible(line)}`).join('\n');
  return cause === undefined ? text : `${text}\n  because of\n${formatError(cause)}`;
}

/** Control characters (C0, C1), line separators and bidirectional overrides are shown, never sent to the terminal. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
