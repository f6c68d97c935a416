import { Drawer } from '@mantine/core';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../console-context.tsx';
import { Icon } from '../look/icons.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';

/** Around every page: a quiet rail on a wide screen, a bar with a drawer on a phone. */
export function Frame() {
  const { t } = useTranslation('frame');
  const [isOpen, setOpen] = useState(false);
  const main = useFocusOnArrival();
  const close = () => setOpen(false);
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <header className="topbar">
        <button
          type="button"
          className="icon-button"
          aria-label={t('openNavigation')}
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
        >
          <Icon name="menu" />
        </button>
        <Brand />
      </header>
      <div className="rail">
        <div>
          <header>
            <Brand />
          </header>
          <Navigation />
        </div>
      </div>
      <Drawer
        opened={isOpen}
        onClose={close}
        size={300}
        title={<Brand />}
        closeButtonProps={{ 'aria-label': t('closeNavigation') }}
        classNames={{ body: 'drawer-body', header: 'drawer-head' }}
      >
        <Navigation onLeave={close} />
      </Drawer>
      <main className="main" id="content" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
    </div>
  );
}

function Brand() {
  const { environment } = useConsole();
  return (
    <Link to="/" className="brand">
      <Mark name={environment.displayName} />
      <span>{environment.displayName}</span>
    </Link>
  );
}

/** A page that opens without a load is read from its heading, as one is that loads (WCAG 2.2 §2.4.3). */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const heading = main.current?.querySelector<HTMLElement>('h1');
    (heading ?? main.current)?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname]);
  return main;
}
