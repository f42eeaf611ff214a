import { useEffect, useState } from 'preact/hooks';
import type { BodySite } from '#shared/schema/quality.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import { Button } from '#web/ui/button.tsx';
import { homeOf, rememberPlaces, swapSensors } from './picking.ts';
import type { SensorSlot } from './slots.ts';
import { watchTaps } from './tapWatch.ts';

/** The two places whose sensors look alike and are both there; null when there is nothing to tell apart. */
export function lookAlikes(slots: readonly SensorSlot[]): readonly [SensorSlot, SensorSlot] | null {
  const worn = slots.filter((slot) => slot.need === 'motion' && slot.connection.value !== null);
  const [a, b] = worn;
  if (worn.length !== 2 || a.connection.value?.definition.id !== b.connection.value?.definition.id) return null;
  return worn.every((slot) => slot.status.value.state === 'live' || slot.status.value.state === 'stale') ? [a, b] : null;
}

/** The same for the same two sensors, however they are placed: what was answered about them stays. */
export const pairKey = (pair: readonly SensorSlot[]): string =>
  pair
    .map((slot) => slot.connection.value?.deviceId)
    .sort()
    .join();

/** Ids of the sensors whose place a person has confirmed on this page, with the place. */
const told = new Map<string, BodySite>();

type Answer = 'asked' | 'right' | 'swapped' | 'asBefore';

function answerSoFar(pair: readonly SensorSlot[]): Answer {
  if (pair.every((slot) => told.get(slot.connection.value?.deviceId ?? '') === slot.bodySite)) return 'right';
  const atHome = pair.every((slot) => homeOf(slot.connection.value?.deviceId ?? '')?.bodySite === slot.bodySite);
  return atHome ? 'asBefore' : 'asked';
}

/** "Which one is on your thigh?": by a blink, or by a tap on the one that is meant. Never in the way; it may be swapped at any time. */
export function WhichSensor({ slots, pair }: { slots: readonly SensorSlot[]; pair: readonly [SensorSlot, SensorSlot] }) {
  const words = sensorCopy.which;
  const [first, second] = pair;
  const [answer, setAnswer] = useState<Answer>(() => answerSoFar(pair));
  const blinks = Array.isArray(first.connection.value?.definition.identify);
  const [way, setWay] = useState<'blink' | 'tap'>(blinks ? 'blink' : 'tap');
  const a = sensorCopy.sideSite(first.side, first.bodySite);
  const b = sensorCopy.sideSite(second.side, second.bodySite);
  const settle = (how: 'right' | 'swapped') => {
    const [one, two] = how === 'swapped' ? [second, first] : [first, second];
    told.set(first.connection.value?.deviceId ?? '', one.bodySite);
    told.set(second.connection.value?.deviceId ?? '', two.bodySite);
    if (how === 'swapped') swapSensors(slots, first, second);
    else void rememberPlaces(slots, true);
    setAnswer(how);
  };
  return (
    <section class="which" aria-label={words.title(a)} data-testid="which" data-answer={answer}>
      {answer === 'asked' ? (
        <>
          <h3>{words.title(a)}</h3>
          <p class="small muted">{words.same}</p>
          {way === 'blink' ? <ByBlink slot={first} place={a} onAnswer={settle} /> : <ByTap pair={pair} place={a} onAnswer={settle} />}
          {blinks && (
            <Button variant="quiet" small onClick={() => setWay(way === 'blink' ? 'tap' : 'blink')}>
              {way === 'blink' ? words.tapInstead : words.blinkInstead}
            </Button>
          )}
        </>
      ) : (
        <>
          <p role="status">{words[answer](a, b)}</p>
          <div class="row">
            <Button small data-testid="swap" onClick={() => settle('swapped')}>
              {words.swap}
            </Button>
            <Button variant="quiet" small data-testid="which-again" onClick={() => setAnswer('asked')}>
              {words.check}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

interface WayProps {
  readonly place: string;
  readonly onAnswer: (how: 'right' | 'swapped') => void;
}

function ByBlink({ slot, place, onAnswer }: WayProps & { slot: SensorSlot }) {
  const words = sensorCopy.which;
  const [asked, setAsked] = useState<'no' | 'busy' | 'blinked' | 'silent'>('no');
  async function blink() {
    setAsked('busy');
    setAsked((await slot.connection.value?.identify()) ? 'blinked' : 'silent');
  }
  return (
    <>
      <p>{asked === 'blinked' ? words.blinked(place) : asked === 'silent' ? words.noBlink : words.blinkText(place)}</p>
      <div class="row">
        {asked === 'blinked' && (
          <>
            <Button data-testid="which-yes" onClick={() => onAnswer('right')}>
              {words.yes}
            </Button>
            <Button data-testid="which-no" onClick={() => onAnswer('swapped')}>
              {words.no}
            </Button>
          </>
        )}
        <Button busy={asked === 'busy'} data-testid="blink" onClick={() => void blink()}>
          {asked === 'no' ? words.blink : words.blinkAgain}
        </Button>
      </div>
    </>
  );
}

function ByTap({ pair, place, onAnswer }: WayProps & { pair: readonly [SensorSlot, SensorSlot] }) {
  const words = sensorCopy.which;
  const [several, setSeveral] = useState(false);
  const links = pair.flatMap((slot) => slot.connection.value ?? []);
  useEffect(
    () =>
      watchTaps(links, (moved) => {
        if (moved === 'several') setSeveral(true);
        else onAnswer(moved === 0 ? 'right' : 'swapped');
      }),
    [links[0], links[1]],
  );
  return (
    <>
      <p>{words.tapText(place)}</p>
      <p class="muted small" role="status">
        {several ? words.several : words.waiting}
      </p>
    </>
  );
}
