import { useEffect, useMemo, useState } from 'preact/hooks';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { ActivityPanel } from './ActivityPanel.tsx';
import { AngleArc } from './AngleArc.tsx';
import { CountPanel } from './CountPanel.tsx';
import { formatTimer } from './format.ts';
import { HeartBar } from './HeartBar.tsx';
import { LiveCharts } from './LiveCharts.tsx';
import { LiveDialogs, type OpenDialog } from './liveDialogs.tsx';
import type { LiveSession } from './liveSession.ts';
import { PacingCard } from './PacingCard.tsx';
import { SensorChips } from './SensorChips.tsx';
import { shownSetup } from './shownSetup.ts';
import { useSecond } from './useSecond.ts';
import { useWide } from './useWide.ts';
import { setVoice, voiceOn } from './voice.ts';

/** The running session, to be read at arm's length. Top: time and sensors; centre: movement; below: heart; bottom: pacing and buttons. */
export function LiveScreen({ live }: { live: LiveSession }) {
  const [open, setOpen] = useState<OpenDialog>(null);
  const { exercise } = live;
  const frozen = live.session().setup;
  const setup = useMemo(() => shownSetup(frozen), [frozen]);
  const machine = live.machine.value;
  const shown = live.shown.value;
  const targets = setup.mode !== 'pemSafe';
  const keepsLess = liveCopy.screen.storage[live.keeping.value];
  const close = () => setOpen(null);
  const hasHeart = live.slots.some((slot) => slot.need === 'heart' && slot.status.value.state !== 'empty');
  const working = machine.step === 'work';
  const motion = live.slots.filter((slot) => slot.need === 'motion').map((slot) => slot.status.value.state);
  const wide = useWide() && (hasHeart || motion.some((state) => state !== 'empty'));
  const showArc = exercise.rangeDeg !== null && motion.some((state) => state !== 'empty');
  useEffect(() => {
    document.title = `${exercise.name} · ${common.product}`;
  }, [exercise]);

  return (
    <main id="main" class="live-stage" tabIndex={-1}>
      <div class="live">
        <header class="live-head">
          <div>
            <h1>{exercise.name}</h1>
            <span class="muted small">
              {[
                setup.side !== 'none' && common.side[setup.side],
                stepText(machine.step, machine.setIndex, targets ? machine.plannedSets : null),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </div>
          <Elapsed startedUs={live.session().startedAt.utcUs} quotaMinutes={targets ? setup.quotaMinutes : 0} />
        </header>
        <SensorChips live={live} />
        <div class="live-centre">
          {showArc && exercise.rangeDeg !== null ? (
            <AngleArc
              reading={live.reading}
              sensing={motion.every((state) => state === 'live')}
              range={exercise.rangeDeg}
              target={setup.targetAngleDeg}
              plannedRepetitions={targets ? setup.plannedRepetitionsPerSet : null}
            />
          ) : (
            <CountPanel live={live} targets={targets} />
          )}
        </div>
        {showArc && working && motion.some((state) => state !== 'live') && (
          <Button block data-testid="rep-plus" onClick={() => live.dispatch({ type: 'manualRepetition', change: 1 })}>
            {liveCopy.screen.addByHand(machine.manualRepetitions)}
          </Button>
        )}
        {live.slots.map((slot) => slot.need === 'activity' && <ActivityPanel key={slot.id} slot={slot} />)}
        {hasHeart && <HeartBar reading={live.reading} setup={setup} />}
        {keepsLess !== null && !live.storageFailing.value && <Notice tone="info">{keepsLess}</Notice>}
        {live.streamsFull.value && <Notice tone="info">{liveCopy.screen.streamsFull}</Notice>}
        {live.storageFailing.value && <Notice tone="warn">{liveCopy.screen.storageFailing}</Notice>}
        <PacingCard shown={shown} betweenSets={machine.step === 'rest'} />
        {(!working || shown.decision?.kind === 'ask') && (
          <div class="row row-fill">
            <Button data-testid="effort" onClick={() => setOpen('effort')}>
              {liveCopy.screen.effort}
              {machine.rpeCr10 !== null && ` ${machine.rpeCr10}`}
            </Button>
            {!hasHeart && (
              <Button data-testid="pulse" onClick={() => setOpen('pulse')}>
                {liveCopy.screen.pulse}
              </Button>
            )}
            {machine.step === 'rest' && (
              <Button data-testid="cool-down" onClick={() => live.dispatch({ type: 'coolDown' })}>
                {liveCopy.screen.toCoolDown}
              </Button>
            )}
          </div>
        )}
        <div class="live-buttons">
          <Button data-testid="pain" onClick={() => setOpen('pain')}>
            {liveCopy.screen.pain(machine.painNrs)}
          </Button>
          {working ? (
            <Button data-testid="rest" onClick={() => live.dispatch({ type: 'rest' })}>
              {liveCopy.screen.restButton}
            </Button>
          ) : (
            <Button variant="primary" data-testid="next-set" onClick={() => live.dispatch({ type: 'nextSet' })}>
              {liveCopy.screen.nextSet}
            </Button>
          )}
          <Button data-testid="finish" onClick={() => setOpen('finish')}>
            {liveCopy.screen.finish}
          </Button>
        </div>
        <div class="live-foot">
          <Button variant="quiet" data-testid="unwell" onClick={() => setOpen('unwell')}>
            {liveCopy.screen.unwell}
          </Button>
          <Button variant="quiet" data-testid="voice" aria-pressed={voiceOn.value} onClick={() => setVoice(!voiceOn.value)}>
            {voiceOn.value ? liveCopy.screen.voiceOn : liveCopy.screen.voiceOff}
          </Button>
        </div>
      </div>
      {wide && <LiveCharts live={live} setup={setup} angleRange={showArc ? exercise.rangeDeg : null} hasHeart={hasHeart} />}
      <LiveDialogs live={live} open={open} close={close} />
    </main>
  );
}

function stepText(step: string, setIndex: number, plannedSets: number | null): string {
  if (step === 'rest') return liveCopy.screen.rest;
  if (step === 'coolDown') return liveCopy.screen.coolDown;
  return liveCopy.screen.set(setIndex, plannedSets === null ? null : Math.max(plannedSets, setIndex + 1));
}

function Elapsed({ startedUs, quotaMinutes }: { startedUs: number; quotaMinutes: number }) {
  const nowUs = useSecond();
  return (
    <div class="live-elapsed">
      <b class="number" data-testid="elapsed">
        {formatTimer((nowUs - startedUs) / 1_000_000)}
      </b>
      {quotaMinutes > 0 && <span class="muted small">{liveCopy.screen.ofAbout(Math.round(quotaMinutes))}</span>}
    </div>
  );
}
