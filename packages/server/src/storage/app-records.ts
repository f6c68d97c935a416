/** What storage keeps of apps: what developers present to users and to the administrators who review it. Times are seconds since 1970. */

export const APP_STATES = ['draft', 'submitted', 'approved', 'returned', 'suspended'] as const;
/** draft, submitted and returned: only for those who work on it. approved: in force. suspended: for nobody. */
export type AppState = (typeof APP_STATES)[number];

export const APP_VISIBILITIES = ['public', 'private', 'internal'] as const;
/** public: listed in the directory. private: for whoever has the link. internal: only for users with a role. */
export type AppVisibility = (typeof APP_VISIBILITIES)[number];

/** An owner manages the others as well; a tester uses the app before it is approved, and no more. */
export const APP_ROLES = ['owner', 'developer', 'tester'] as const;
export type AppRole = (typeof APP_ROLES)[number];

export interface AppRecord {
  tenant_id: string;
  app_id: string;
  name: string;
  short_description: string;
  /** Plain text. */
  details: string;
  homepage_uri: string | null;
  category: string;
  /** The browser fetches it, never the server. */
  icon_uri: string | null;
  visibility: AppVisibility;
  state: AppState;
  /** What the reviewer, or who suspended it, said last; may be empty. */
  note: string;
  /** Space-separated: those scopes that demand a review and have had it. */
  reviewed_scope: string;
  /** JSON of AppProposal: what waits for a review. */
  proposed: string | null;
  /** Since when it waits for a reviewer; null: it does not. */
  review_since: number | null;
  /** The newest version of its terms; 0: it has none. */
  terms_version: number;
  /** Made by storage: in their order apps are listed, and none is another's. */
  sort_key: string;
  /** Made by storage: what a search looks at. */
  search_text: string;
  /** Grows with every change. */
  revision: number;
  created_at: number;
  updated_at: number;
}

/** What users trust an app by: a change of it is in force once a reviewer has seen it. `scope`: those that demand a review. */
export type AppProposal = Partial<Pick<AppRecord, 'name' | 'icon_uri' | 'homepage_uri' | 'visibility'>> & {
  scope?: string;
};

export interface AppPersonRecord {
  tenant_id: string;
  app_id: string;
  sub: string;
  role: AppRole;
  created_at: number;
}

/** Either a text or where it stands. */
export interface AppTermsRecord {
  tenant_id: string;
  app_id: string;
  /** Counts from 1. */
  version: number;
  text: string | null;
  uri: string | null;
  /** The `sub` of who did; null: no user. They may be gone by now. */
  published_by: string | null;
  created_at: number;
}

export interface TermsAcceptanceRecord {
  tenant_id: string;
  app_id: string;
  sub: string;
  version: number;
  accepted_at: number;
}
