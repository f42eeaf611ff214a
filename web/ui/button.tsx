import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import './button.css';

export type ButtonVariant = 'plain' | 'primary' | 'danger' | 'quiet';

interface Look {
  variant?: ButtonVariant;
  small?: boolean;
  block?: boolean;
}

function classOf({ variant = 'plain', small, block }: Look): string {
  return ['button', variant !== 'plain' && `button-${variant}`, small && 'button-small', block && 'button-block'].filter(Boolean).join(' ');
}

export interface ButtonProps extends Look, Omit<ButtonHTMLAttributes, 'class' | 'className'> {
  /** Work is under way: shown, announced, and a second press does nothing. */
  busy?: boolean;
  children?: ComponentChildren;
}

export function Button({ variant, small, block, busy = false, onClick, type = 'button', children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      class={classOf({ variant, small, block })}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}

export interface ButtonLinkProps extends Look {
  href: string;
  children?: ComponentChildren;
  'aria-label'?: string;
}

/** Looks like a button, is a link: it changes the page, so it can be opened in a new tab. */
export function ButtonLink({ variant, small, block, href, children, ...rest }: ButtonLinkProps) {
  return (
    <Link href={href} class={classOf({ variant, small, block })} {...rest}>
      {children}
    </Link>
  );
}
