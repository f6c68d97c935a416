import './page-tabs.css';
import { Link } from '@tanstack/react-router';

export interface PageTab {
  readonly label: string;
  readonly to: string;
}

/** The pages about one thing, each a link with an address of its own. */
export function PageTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly PageTab[] }) {
  return (
    <nav aria-label={label} className="page-tabs">
      <ul>
        {tabs.map(({ label: name, to }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: true }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
