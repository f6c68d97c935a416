/** Printed and shown, and the same at every product: it opens nothing but the demo, which production refuses. */
export const DEMO_USER = { email: 'demo@example.com', password: 'be-our-guest' } as const;

/** Administers the whole demo, in the console of the first product. */
export const DEMO_ADMINISTRATOR = { email: 'admin@example.com', password: 'mind-the-house' } as const;

export const DEMO_ADMINISTRATOR_CLAIMS = {
  name: 'Arete Phaeacia',
  given_name: 'Arete',
  family_name: 'Phaeacia',
} as const;

export const DEMO_CLAIMS = {
  name: 'Nausicaa Phaeacia',
  given_name: 'Nausicaa',
  family_name: 'Phaeacia',
  preferred_username: 'nausicaa',
  locale: 'en',
  zoneinfo: 'Europe/Athens',
} as const;
