import type { ComponentChildren } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { common } from '#web/copy/common.ts';
import { Icon, type IconName } from './icon.tsx';
import './nav.css';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon?: IconName;
}

/** '/' matches itself only; any other item also matches the pages below it. */
export function isCurrent(href: string, location: string): boolean {
  return href === '/' ? location === '/' : location === href || location.startsWith(`${href}/`);
}

function Items({ items }: { items: readonly NavItem[] }) {
  const [location] = useLocation();
  return (
    <>
      {items.map((item) => (
        <Link key={item.href} href={item.href} aria-current={isCurrent(item.href, location) ? 'page' : undefined}>
          {item.icon !== undefined && <Icon name={item.icon} />}
          <span>{item.label}</span>
        </Link>
      ))}
    </>
  );
}

/** Phone: in thumb reach. */
export function BottomNav({ items }: { items: readonly NavItem[] }) {
  return (
    <nav class="bottom-nav" aria-label={common.mainNavigation}>
      <Items items={items} />
    </nav>
  );
}

/** Laptop: one line on top; `end` holds search and who is signed in. */
export function TopNav({ items, end }: { items: readonly NavItem[]; end?: ComponentChildren }) {
  return (
    <header class="top-nav">
      <Link href="/" class="top-nav-brand">
        {common.product}
      </Link>
      <nav aria-label={common.mainNavigation}>
        <Items items={items} />
      </nav>
      <div class="top-nav-end">{end}</div>
    </header>
  );
}
