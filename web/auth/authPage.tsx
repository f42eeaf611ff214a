import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { auth } from '#web/copy/auth.ts';
import { common } from '#web/copy/common.ts';
import { Logo } from '#web/ui/logo.tsx';
import './auth.css';

/** The quiet frame of every screen before the sign-in. */
export function AuthPage({ title, lead, children }: { title: string; lead?: string; children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · ${common.product}`;
  }, [title]);
  return (
    <main class="auth-page">
      <div class="auth-brand">
        <Logo />
        {auth.product}
      </div>
      <div class="auth-head">
        <h1>{title}</h1>
        {lead !== undefined && <p class="muted">{lead}</p>}
      </div>
      {children}
    </main>
  );
}
