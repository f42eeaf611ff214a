import { useEffect, useState } from 'preact/hooks';
import type { DeviceErrorCode } from '#devices/core/types.ts';
import { readOpenEmsCommand } from '#shared/stimulation/openEmsStim.ts';
import { liveCopy } from '#web/copy/live.ts';
import { tensCopy } from '#web/copy/tens.ts';
import type { DeviceReading } from '#web/live/stimulatorRead.ts';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { commandText, readingText } from './deviceFill.ts';

const words = tensCopy.device;

/** Loaded before the tap: a chooser opens only while the tap is fresh. */
const loadReader = () => import('#web/live/stimulatorRead.ts');

interface TensDeviceProps {
  readonly read: DeviceReading | null;
  readonly onRead: (read: DeviceReading) => void;
  readonly command: string;
  readonly onCommand: (command: string) => void;
}

/** Numbers from the box itself, for those few that tell them. Typing them is just as good, and comes first. */
export function TensDevice({ read, onRead, command, onCommand }: TensDeviceProps) {
  const [state, setState] = useState<'idle' | 'busy' | 'nothing' | DeviceErrorCode>('idle');
  const canAsk = typeof navigator !== 'undefined' && 'bluetooth' in navigator;
  const understood = readOpenEmsCommand(command);
  useEffect(() => {
    if (canAsk) void loadReader().catch(() => undefined);
  }, [canAsk]);
  async function ask() {
    setState('busy');
    try {
      const answer = await (await loadReader()).readStimulator();
      if (answer !== null) onRead(answer);
      setState(answer === null ? 'nothing' : 'idle');
    } catch (error) {
      const code = (error as { code?: DeviceErrorCode }).code ?? 'unknown';
      setState(code === 'cancelled' ? 'idle' : code);
    }
  }
  const failed = state !== 'idle' && state !== 'busy' && state !== 'nothing';
  return (
    <details class="tens-device" data-testid="tens-device">
      <summary>{words.title}</summary>
      <div class="stack">
        {canAsk && (
          <>
            <p class="muted small">{words.text}</p>
            <Button block busy={state === 'busy'} data-testid="tens-read" onClick={() => void ask()}>
              {words.read}
            </Button>
            <p role="status" data-testid="tens-read-answer">
              {state === 'busy' && words.reading}
              {state === 'nothing' && words.nothing}
              {failed && (state === 'serviceMissing' ? words.unknown : liveCopy.deviceError[state])}
              {state === 'idle' && read !== null && words.answer(read.device, readingText(read.reading))}
            </p>
          </>
        )}
        <TextField
          label={words.commandLabel}
          hint={words.commandHint}
          value={command}
          onValue={onCommand}
          maxLength={40}
          error={command.trim() !== '' && understood === null ? words.commandWrong : undefined}
        />
        {understood !== null && <p role="status">{commandText(understood)}</p>}
      </div>
    </details>
  );
}
