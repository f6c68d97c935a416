import type { MailRecord } from './account-records.ts';
import type {
  AppPersonRecord,
  AppRecord,
  AppRole,
  AppState,
  AppTermsRecord,
  AppVisibility,
  TermsAcceptanceRecord,
} from './app-records.ts';
import type { Page } from './port.ts';
import type { ClientRecord, GrantRecord, UserRecord } from './records.ts';

/** The part of the storage port that apps stand on; the rules of port.ts hold. Another tenant's are as unknown. */

export type AppKey = Pick<AppRecord, 'tenant_id' | 'app_id'>;

/** Storage makes the rest. */
export type NewApp = Omit<AppRecord, 'sort_key' | 'search_text'>;

export type AppChange = Partial<
  Omit<
    AppRecord,
    keyof AppKey | 'sort_key' | 'search_text' | 'terms_version' | 'revision' | 'created_at' | 'updated_at'
  >
>;

/** All that are given have to hold. */
export interface AppFilter {
  /** Stands in the name or the short description, whatever the case. */
  search?: string;
  state?: AppState;
  visibility?: AppVisibility;
  /** Only those that wait for a reviewer. */
  waiting?: boolean;
  /** Only those of which this user is an owner or developer. */
  developer?: string;
}

export type AppPerson = AppPersonRecord & Pick<UserRecord, 'email' | 'claims' | 'disabled_at'>;

/** Somebody who has the app installed, through one of its clients. */
export type Subscriber = Pick<GrantRecord, 'client_id' | 'sub' | 'org_id' | 'scope' | 'created_at'> & {
  /** Of the user. */
  claims: string;
  /** null unless it is installed on an organization. */
  organization_name: string | null;
};
/** The place of a subscriber in their list. */
export type SubscriberKey = Pick<Subscriber, 'client_id' | 'sub' | 'org_id'>;

/** Whatever changes what users or tokens see of an app lets the revision of each of its clients grow. */
export interface AppStore {
  /** `owner`: the `sub` of its first owner; null: it has none. 'exists': the app_id is taken, or was and is never given out again. */
  create(app: NewApp, owner: string | null): Promise<'created' | 'exists' | 'unknown_user'>;
  find(tenant_id: string, app_id: string): Promise<AppRecord | null>;
  /** In order of sort_key. */
  list(tenant_id: string, filter: AppFilter, page: Page): Promise<AppRecord[]>;
  /** 'changed': its revision is not `seen` any more, and nothing was changed, so that of two who decide at once one does. Queues the mails. */
  update(
    app: AppKey,
    seen: number,
    change: AppChange,
    mails: MailRecord[],
    now: number,
  ): Promise<AppRecord | 'changed' | null>;
  /** Removes it with its clients, as ClientStore.delete. Its app_id is never given out again. */
  delete(app: AppKey, now: number): Promise<boolean>;

  /** In order of client_id. */
  clients(app: AppKey, page: Page): Promise<ClientRecord[]>;
  /** Moves a client into an app, out of whichever it was in; null: into none. */
  placeClient(
    client: Pick<ClientRecord, 'tenant_id' | 'client_id'>,
    app_id: string | null,
    now: number,
  ): Promise<'placed' | 'unknown_client' | 'unknown_app'>;
  /** Who has it installed, in order of client_id, sub and org_id. */
  subscribers(app: AppKey, after: SubscriberKey | null, limit: number): Promise<Subscriber[]>;

  /** What the user does for the app; null: nothing. */
  role(tenant_id: string, app_id: string, sub: string): Promise<AppRole | null>;
  /** In order of `sub`. */
  people(app: AppKey, roles: AppRole[], page: Page): Promise<AppPerson[]>;
  /** Adds them, or changes what they are. 'last_owner': somebody has to own it; nothing was changed. */
  setPerson(person: AppPersonRecord): Promise<'set' | 'last_owner' | 'unknown'>;
  removePerson(app: AppKey, sub: string): Promise<'removed' | 'last_owner' | 'unknown'>;

  /** The next version. Returns it; null: there is no such app. */
  publishTerms(terms: Omit<AppTermsRecord, 'version'>): Promise<number | null>;
  findTerms(tenant_id: string, app_id: string, version: number): Promise<AppTermsRecord | null>;
  /** Newest first: `after` is the version that the page before ended with. */
  listTerms(app: AppKey, page: Page): Promise<AppTermsRecord[]>;
  /** False: the user has accepted that version before. */
  acceptTerms(acceptance: TermsAcceptanceRecord): Promise<boolean>;
  /** The newest version that the user has accepted. */
  acceptedTerms(tenant_id: string, app_id: string, sub: string): Promise<TermsAcceptanceRecord | null>;
}
