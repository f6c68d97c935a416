type WithoutUndefined<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

export function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as WithoutUndefined<T>;
}

/** In a change null removes a member. */
export function withoutNull<T extends object>(value: T): { [Name in keyof T]: Exclude<T[Name], null> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) as {
    [Name in keyof T]: Exclude<T[Name], null>;
  };
}
