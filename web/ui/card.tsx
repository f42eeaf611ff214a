import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './card.css';

export interface CardProps {
  title?: ComponentChildren;
  /** Beside the title: a short remark or a small button. */
  aside?: ComponentChildren;
  tone?: 'plain' | 'accent' | 'stop';
  children?: ComponentChildren;
}

/** A section with a heading is a landmark named by it; without a heading it is only a box. */
export function Card({ title, aside, tone = 'plain', children }: CardProps) {
  const headingId = useId();
  const look = tone === 'plain' ? 'card' : `card card-${tone}`;
  if (title === undefined) return <div class={look}>{children}</div>;
  return (
    <section class={look} aria-labelledby={headingId}>
      <div class="card-head">
        <h2 id={headingId}>{title}</h2>
        {aside !== undefined && <div class="muted small">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
