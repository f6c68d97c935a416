/** The members of `change` that may be changed and are given. What else it carries is left out, whatever its type said. */
export function changedColumns<C extends object>(change: C, changeable: readonly string[]): Partial<C> {
  return Object.fromEntries(
    Object.entries(change).filter(([name, value]) => changeable.includes(name) && value !== undefined),
  ) as Partial<C>;
}
