import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeviceDefinition, SampleBatch } from '#devices/core/types.ts';
import { hostScheduler } from '#devices/transports/hostClock.ts';
import { requestPort } from '#devices/transports/webBluetooth.ts';
import { liveCopy } from '#web/copy/live.ts';
import { ownSensorCopy } from '#web/copy/ownSensor.ts';
import { Button } from '#web/ui/button.tsx';
import { type Connection, codeOf, type Hold, openConnection } from './connection.ts';
import { gravityCheck, valuesOf } from './ownSensorReading.ts';
import { chosenPort } from './sources.ts';

const words = ownSensorCopy;
const SHOW_EVERY_MS = 500;
const digits = (value: number): string => value.toFixed(2);

/** Connects with the layout as it stands and shows what comes, so that it can be put right before anything is measured with it. */
export function OwnSensorTrial({ definition }: { definition: DeviceDefinition }) {
  const [connection, setConnection] = useState<Connection | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const hold = useRef<Hold | null>(null);
  const newest = useRef<{ batch: SampleBatch | null; reason: string | null; packets: number }>({ batch: null, reason: null, packets: 0 });
  const [, shown] = useState(0);

  async function stop() {
    const before = hold.current;
    hold.current = null;
    setConnection(null);
    await before?.release();
  }
  useEffect(() => () => void hold.current?.release(), []);
  // Another layout is another sensor: what runs is that of before.
  useEffect(() => () => void stop(), [definition]);
  useEffect(() => {
    if (connection === null) return undefined;
    const timer = setInterval(() => shown((n) => n + 1), SHOW_EVERY_MS);
    return () => clearInterval(timer);
  }, [connection]);

  async function start() {
    await stop();
    setFailed(null);
    newest.current = { batch: null, reason: null, packets: 0 };
    try {
      const port = await requestPort([definition]);
      const opened = await openConnection('bluetooth', chosenPort(port, [definition], hostScheduler));
      hold.current = opened.hold((event) => {
        if (event.type === 'samples') newest.current = { batch: event.batch, reason: null, packets: newest.current.packets + 1 };
        else if (event.type === 'undecodable') newest.current = { ...newest.current, reason: event.reason };
      });
      setConnection(opened);
      await opened.start();
    } catch (error) {
      const code = codeOf(error);
      setFailed(code === 'cancelled' ? null : liveCopy.deviceError[code]);
    }
  }
  const { batch, reason } = newest.current;
  const status = connection?.status.value;
  return (
    <div class="stack" data-testid="own-trial">
      <p class="muted small">{words.tryText}</p>
      <div class="row">
        <Button data-testid="own-try" onClick={() => void start()}>
          {connection === null ? words.try : words.tryAgain}
        </Button>
        {connection !== null && <Button onClick={() => void stop()}>{words.stop}</Button>}
      </div>
      <div role="status" class="own-values">
        {failed !== null && <p>{failed}</p>}
        {status?.state === 'connecting' && <p>{words.connecting}</p>}
        {status?.state === 'lost' && status.error !== null && <p>{liveCopy.deviceError[status.error]}</p>}
        {status?.state === 'live' && batch === null && reason === null && <p>{words.waiting}</p>}
        {reason !== null && <p>{words.undecodable(reason)}</p>}
        {batch !== null && <Values batch={batch} />}
      </div>
    </div>
  );
}

function Values({ batch }: { batch: SampleBatch }) {
  const values = valuesOf(batch);
  const check = gravityCheck(values);
  const { acceleration, angularRate, magneticField, quaternionWxyz } = values;
  const triple = (name: 'acceleration' | 'angularRate' | 'magneticField', numbers: readonly number[] | undefined) =>
    numbers !== undefined && <p class="number">{words.values[name](digits(numbers[0]), digits(numbers[1]), digits(numbers[2]))}</p>;
  return (
    <>
      {triple('acceleration', acceleration)}
      {triple('angularRate', angularRate)}
      {triple('magneticField', magneticField)}
      {quaternionWxyz !== undefined && (
        <p class="number">
          {words.values.quaternionWxyz(
            digits(quaternionWxyz[0]),
            digits(quaternionWxyz[1]),
            digits(quaternionWxyz[2]),
            digits(quaternionWxyz[3]),
          )}
        </p>
      )}
      {check !== null && (
        <>
          <p class="muted small">{words.gravity.ask}</p>
          <p data-testid="own-gravity" data-verdict={check.verdict}>
            {words.gravity[check.verdict](digits(check.metresPerS2))}
          </p>
        </>
      )}
    </>
  );
}
