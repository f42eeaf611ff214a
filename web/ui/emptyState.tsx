import type { ComponentChildren } from 'preact';
import './emptyState.css';

/** An empty list says why it is empty and what to do next. */
export function EmptyState({ title, children, action }: { title: string; children?: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children !== undefined && <p class="muted">{children}</p>}
      {action}
    </div>
  );
}
