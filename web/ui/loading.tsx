import { common } from '#web/copy/common.ts';
import './loading.css';

export function Loading({ text = common.loading }: { text?: string }) {
  return (
    <div class="loading" role="status">
      <span>{text}</span>
    </div>
  );
}
