/** The response types that the authorization endpoint gives, their values in alphabetical order. */
export const RESPONSE_TYPES = ['code'] as const;
