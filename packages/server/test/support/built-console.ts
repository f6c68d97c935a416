import { inject } from 'vitest';

/** Waits until the console is built from the sources as they are. Throws with the reason when it cannot be. */
export async function builtConsole(): Promise<void> {
  const response = await fetch(inject('consoleBuilder'));
  if (!response.ok) throw new Error(await response.text());
}
