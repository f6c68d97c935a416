/** A link that works once and not for long. Times are NumericDates. */
export interface LinkFacts {
  readonly link: string;
  readonly expires_at: number;
}

/** When, and as far as known where, something happened to an account. */
export interface MailOccasion {
  readonly at: number;
  /** In words for a person: "Firefox on Windows". */
  readonly device?: string;
  /** IP address. */
  readonly address?: string;
  /** Where the reader goes if it was not them. */
  readonly link?: string;
}

export interface FactorFacts extends MailOccasion {
  readonly factor: 'passkey' | 'totp' | 'recovery_codes' | 'upstream';
  /** The user's name for it. */
  readonly name?: string;
}

/** A member of an organization wants an app that an admin has to approve. */
export interface AppRequestFacts {
  readonly app: string;
  readonly organization: string;
  readonly member: string;
  /** The member's address. */
  readonly email: string;
  /** In the member's own words. */
  readonly message?: string;
  /** Where it is decided. */
  readonly link: string;
}

/** An admin of an organization has decided what its members may do with an app. */
export interface AppDecisionFacts {
  readonly app: string;
  readonly organization: string;
  /** In the admin's own words. */
  readonly message?: string;
}

/** What became of an app under review. */
export type ReviewOutcome = 'submitted' | 'withdrawn' | 'approved' | 'returned' | 'suspended' | 'reinstated';

export interface AppReviewFacts {
  readonly app: string;
  readonly outcome: ReviewOutcome;
  /** In the words of who decided. */
  readonly message?: string;
  /** Where the app's developers look after it. */
  readonly link: string;
}

/** What each template tells. */
export interface MailFacts {
  verify_email: LinkFacts;
  reset_password: LinkFacts;
  /** To the new address. */
  change_email: LinkFacts;
  sign_up: LinkFacts;
  /** `code`: six digits that do the same as the link. */
  sign_in_link: LinkFacts & { readonly code: string };
  invitation: LinkFacts & { readonly invited_by?: string };
  sign_up_exists: { readonly sign_in_link: string; readonly recovery_link: string };
  new_sign_in: MailOccasion;
  password_changed: MailOccasion;
  /** To the old address. */
  email_changed: MailOccasion;
  factor_added: FactorFacts;
  factor_removed: FactorFacts;
  /** An administrator has taken away all but the password. */
  factors_reset: MailOccasion;
  account_deleted: MailOccasion;
  /** To every operator: somebody with a shell has made a link with which one becomes an operator. `name`: for whose account, if for one. */
  operator_recovery: MailOccasion & { readonly name?: string };
  /** To the admins of an organization. */
  app_requested: AppRequestFacts;
  /** To whoever asked. */
  app_approved: AppDecisionFacts;
  app_refused: AppDecisionFacts;
  /** To the developers of an app. */
  app_review: AppReviewFacts;
  organization_invitation: LinkFacts & { readonly organization: string; readonly invited_by: string };
}

export type MailTemplate = keyof MailFacts;

/** What stands around the facts. */
export interface MailContext {
  /** Fit to stand in a sentence. */
  readonly tenant: string;
  readonly now: number;
}

/** A mail in words, before it becomes text and HTML. */
export interface Letter {
  readonly subject: string;
  readonly heading: string;
  readonly body: readonly string[];
  readonly action?: LetterLink;
  /** What else the reader may want to do. */
  readonly more?: LetterLink;
  /** Shown large, to be typed. */
  readonly code?: string;
  /** How long link and code work. */
  readonly validity?: string;
  /** Label and value. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
  readonly notYou: { readonly heading: string; readonly body: string; readonly action?: LetterLink };
}

export interface LetterLink {
  readonly label: string;
  readonly href: string;
}

export type Letters = {
  readonly [T in MailTemplate]: (facts: MailFacts[T], context: MailContext) => Letter;
};
