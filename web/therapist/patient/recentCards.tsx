import type { PatientDetail } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import { therapist } from '#web/copy/therapist.ts';
import { shortDayText } from '#web/copy/time.ts';
import { Card } from '#web/ui/card.tsx';

const words = therapist.patient;
const SHOWN = 5;

export function MorningsCard({ checkIns }: { checkIns: readonly CheckIn[] }) {
  const latest = checkIns.toSorted((a, b) => b.at.utcUs - a.at.utcUs).slice(0, SHOWN);
  return (
    <Card title={words.morning}>
      {latest.length === 0 ? (
        <p class="muted">{words.noMornings}</p>
      ) : (
        <dl class="pairs">
          {latest.map((checkIn) => (
            <div key={checkIn.id} style={{ display: 'contents' }}>
              <dt>{shortDayText(checkIn.localDay)}</dt>
              <dd>
                {[
                  checkIn.painNrs === null ? '' : `pain ${checkIn.painNrs}`,
                  checkIn.sleepQuality === null ? '' : `sleep ${checkIn.sleepQuality}`,
                  checkIn.confidence === null ? '' : `confidence ${checkIn.confidence}`,
                  checkIn.flare === true ? words.flare : '',
                ]
                  .filter((text) => text !== '')
                  .join(' · ')}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

export function TensCard({ detail }: { detail: PatientDetail }) {
  const latest = detail.stimulations.toSorted((a, b) => b.startedAt.utcUs - a.startedAt.utcUs).slice(0, SHOWN);
  return (
    <Card title={words.tens}>
      <div class="stack-tight">
        <p class="muted small">{tensScreenText(detail, latest.at(0))}</p>
        {latest.length === 0 ? (
          <p class="muted">{words.noTens}</p>
        ) : (
          <dl class="pairs">
            {latest.map((stimulation) => (
              <div key={stimulation.id} style={{ display: 'contents' }}>
                <dt>
                  {shortDayText(stimulation.localDay)}, {stimulation.site}
                  {stimulation.frequencyHz !== null && `, ${stimulation.frequencyHz} Hz`}
                </dt>
                <dd>{words.tensBeforeAfter(stimulation.painBeforeNrs, stimulation.painAfterNrs)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Card>
  );
}

/** What is known of the contraindications: the answers ride in every use; before the first use the profile may have them. */
function tensScreenText({ profile }: PatientDetail, last: PatientDetail['stimulations'][number] | undefined): string {
  if (last?.screenAnswered) return words.tensScreen(last.contraindicationCount);
  return profile.tensScreen.answeredAtUs === null ? words.tensScreenOpen : words.tensScreen(profile.tensScreen.contraindications.length);
}
