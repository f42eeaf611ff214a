import { signal } from '@preact/signals';
import { common } from '#web/copy/common.ts';
import './toast.css';

export interface Toast {
  text: string;
  /** Takes the act back. With it the toast stays 10 s, without it 5 s. */
  undo?: () => void;
}

const current = signal<(Toast & { readonly id: number }) | null>(null);
let serial = 0;

/** Shows one toast at a time: a newer one replaces the older. */
export function showToast(toast: Toast): void {
  serial += 1;
  const id = serial;
  current.value = { ...toast, id };
  setTimeout(() => dismiss(id), toast.undo ? 10_000 : 5000);
}

function dismiss(id: number) {
  if (current.value?.id === id) current.value = null;
}

/** Mounted once, at the root. */
export function ToastHost() {
  const toast = current.value;
  return (
    <div class="toast-host" role="status">
      {toast !== null && (
        <div class="toast">
          <span>{toast.text}</span>
          <button
            type="button"
            onClick={() => {
              toast.undo?.();
              dismiss(toast.id);
            }}
          >
            {toast.undo ? common.undo : common.close}
          </button>
        </div>
      )}
    </div>
  );
}
