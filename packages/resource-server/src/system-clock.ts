/** The machine's clock: whole seconds since 1970. The one place where this package reads it. */
export function systemClock(): number {
  return Math.floor(Date.now() / 1000);
}
