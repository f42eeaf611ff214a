import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { forgetLost, lostRecords } from '#web/store/lostRecords.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { useStored } from './useStored.ts';

/** Says that older records cannot be decrypted any more, until the person has them removed. */
export function LostNotice() {
  const count = useStored('lost', () => lostRecords(appDb())) ?? 0;
  if (count === 0) return null;
  const remove = <Button onClick={() => void forgetLost(appDb())}>{patientCopy.lost.remove}</Button>;
  return (
    <Notice tone="warn" title={patientCopy.lost.title} action={remove}>
      {patientCopy.lost.text(count)}
    </Notice>
  );
}
