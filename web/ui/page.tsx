import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { common } from '#web/copy/common.ts';
import { Icon } from './icon.tsx';
import { BottomNav, type NavItem, TopNav } from './nav.tsx';
import './page.css';

function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · ${common.product}`;
  }, [title]);
}

function SkipLink() {
  return (
    <a class="skip-link" href="#main">
      {common.skipToContent}
    </a>
  );
}

export interface PhonePageProps {
  title: string;
  /** Small line above the title. */
  overline?: ComponentChildren;
  back?: string;
  aside?: ComponentChildren;
  nav?: readonly NavItem[];
  children?: ComponentChildren;
}

/** One column, at most 480 px wide, also on a laptop. */
export function PhonePage({ title, overline, back, aside, nav, children }: PhonePageProps) {
  useTitle(title);
  return (
    <>
      <SkipLink />
      <main id="main" tabIndex={-1} class={nav ? 'phone-page phone-page-nav' : 'phone-page'}>
        <div class="page-head">
          {back !== undefined && (
            <Link href={back} class="page-back" aria-label={common.back}>
              <Icon name="back" />
            </Link>
          )}
          <div>
            {overline !== undefined && <span class="muted small">{overline}</span>}
            <h1>{title}</h1>
          </div>
          {aside}
        </div>
        {children}
      </main>
      {nav && <BottomNav items={nav} />}
    </>
  );
}

export interface LaptopPageProps {
  title: string;
  nav: readonly NavItem[];
  navEnd?: ComponentChildren;
  children?: ComponentChildren;
}

/** Full width, dense; the page writes its own h1. */
export function LaptopPage({ title, nav, navEnd, children }: LaptopPageProps) {
  useTitle(title);
  return (
    <div class="dense">
      <SkipLink />
      <TopNav items={nav} end={navEnd} />
      <main id="main" tabIndex={-1} class="laptop-page">
        {children}
      </main>
    </div>
  );
}
