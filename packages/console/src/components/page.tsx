import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId } from 'react';
import { useConsole } from '../console-context.tsx';
import { Icon } from '../look/icons.tsx';

export interface Crumb {
  readonly label: string;
  readonly to: string;
}

export interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** The way back up, from the top. */
  readonly crumbs?: readonly Crumb[];
  /** Beside the title: the one thing to do here. */
  readonly action?: ReactNode;
  /** Below the title: a state, an id. */
  readonly about?: ReactNode;
  /** Below all of that: the other pages about the same thing (PageTabs). */
  readonly tabs?: ReactNode;
  readonly children?: ReactNode;
}

/** The frame of one page: title in the tab and on the page, the way back, what to do. */
export function Page({ title, lead, crumbs = [], action, about, tabs, children }: PageProps) {
  const { environment } = useConsole();
  useEffect(() => {
    document.title = `${title} · ${environment.displayName}`;
  }, [title, environment]);
  return (
    <article className="page">
      <header className="page-head">
        {crumbs.length === 0 ? null : <Crumbs crumbs={crumbs} />}
        <div className="titles">
          {/* Where the focus goes when a page opens, so that it is read from its beginning. */}
          <h1 tabIndex={-1}>{title}</h1>
          {action}
        </div>
        {lead === undefined ? null : <p className="lead">{lead}</p>}
        {about === undefined ? null : <div className="row">{about}</div>}
        {tabs}
      </header>
      {children}
    </article>
  );
}

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="crumbs">
        {crumbs.map(({ label, to }, index) => (
          <li key={to}>
            <Icon name={index === 0 ? 'back' : 'chevron'} />
            <Link to={to}>{label}</Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface SectionProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

/** A part of a page, with a heading of its own. */
export function Section({ title, lead, action, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <header className="section-head">
        <div className="row spread">
          <h2 id={id}>{title}</h2>
          {action}
        </div>
        {lead === undefined ? null : <p className="muted">{lead}</p>}
      </header>
      {children}
    </section>
  );
}
