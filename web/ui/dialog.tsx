import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { common } from '#web/copy/common.ts';
import './dialog.css';

export interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** A question that must be answered: Escape and the close button are off. */
  mustAnswer?: boolean;
  children?: ComponentChildren;
}

/** The native modal dialog: focus trap, Escape and inertness come with the platform. A sheet from below on a phone. */
export function Dialog({ open, title, onClose, wide, mustAnswer, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        if (mustAnswer) event.preventDefault();
      }}
      onClose={() => {
        if (!open) return;
        // A browser closes on the second Escape whatever the page says: a question that must be answered comes back.
        if (mustAnswer) ref.current?.showModal();
        else onClose();
      }}
    >
      {open && (
        <>
          <div class="dialog-head">
            <h2 id={titleId}>{title}</h2>
            {!mustAnswer && (
              <button type="button" class="dialog-close" aria-label={common.close} onClick={onClose}>
                ×
              </button>
            )}
          </div>
          <div class="dialog-body">{children}</div>
        </>
      )}
    </dialog>
  );
}
