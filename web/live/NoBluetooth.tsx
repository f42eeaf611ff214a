import { importCopy } from '#web/copy/import.ts';
import { liveCopy } from '#web/copy/live.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';

/** A browser without Web Bluetooth (iOS, Firefox): said once, with every way that works here. */
export function NoBluetooth({ phone }: { phone: boolean }) {
  const { byHand, file, phone: byPhone } = liveCopy.start.noBluetoothWays;
  return (
    <Notice
      tone="info"
      title={liveCopy.start.noBluetoothTitle}
      action={
        <ButtonLink href="/import" small>
          {importCopy.title}
        </ButtonLink>
      }
    >
      <p>{liveCopy.start.noBluetoothText}</p>
      <ul class="ways">
        <li>{byHand}</li>
        {phone && <li>{byPhone}</li>}
        <li>{file}</li>
      </ul>
    </Notice>
  );
}
