import type { ComponentChildren } from 'preact';
import './notice.css';

export interface NoticeProps {
  tone: 'info' | 'warn' | 'error' | 'offline';
  title?: string;
  /** What happened, what was kept, what to do. */
  children?: ComponentChildren;
  action?: ComponentChildren;
}

export function Notice({ tone, title, children, action }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      {title !== undefined && <span class="notice-title">{title}</span>}
      {children !== undefined && <div>{children}</div>}
      {action !== undefined && <div class="row">{action}</div>}
    </div>
  );
}
