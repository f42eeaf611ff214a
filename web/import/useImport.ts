import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problems } from '#shared/import/found.ts';
import { joinMotion, joinPlaces } from '#shared/import/joinMotion.ts';
import type { Today } from '#shared/schema/api.ts';
import { appDb } from '#web/store/db.ts';
import { keepImport, releaseImport, undoImport } from '#web/store/importedRecords.ts';
import { now } from '#web/store/now.ts';
import { isQuotaError } from '#web/store/room.ts';
import { syncNow } from '#web/store/sync.ts';
import type { CsvAnswers, CsvQuestions } from './csv/questions.ts';
import { knownSessions } from './known.ts';
import { identify } from './prepare.ts';
import { type FoundIn, type ReviewItem, reviewOf } from './review.ts';
import { importedSetup } from './setup.ts';
import { unpack } from './unpack.ts';
import { createImportWork, ImportCancelled, type ImportWork } from './workerClient.ts';

/** What came of one file besides its sessions. */
export interface FileNote {
  readonly file: string;
  readonly problems: Problems;
  readonly passedOver: number;
  /** Why the file as a whole was not read. */
  readonly unread: 'unknown' | 'empty' | null;
}

export type ImportStep =
  | { readonly step: 'pick' }
  | { readonly step: 'reading'; readonly file: string; readonly share: number }
  | { readonly step: 'questions'; readonly file: string; readonly questions: CsvQuestions }
  | { readonly step: 'review'; readonly items: readonly ReviewItem[]; readonly notes: readonly FileNote[]; readonly complete: boolean }
  | { readonly step: 'preparing'; readonly share: number }
  | { readonly step: 'done'; readonly sessionIds: readonly string[] }
  | { readonly step: 'failed'; readonly full: boolean; readonly detail: string };

const DAY_US = 86_400_000_000;

export interface ImportFlow {
  readonly state: ImportStep;
  read(files: readonly File[], days: number): Promise<void>;
  /** Null: this file is left out. */
  answer(answers: CsvAnswers | null): void;
  change(items: readonly ReviewItem[]): void;
  add(): Promise<void>;
  cancel(): void;
  /** False: it is on its way already. */
  undo(): Promise<boolean>;
  again(): void;
}

/** Files of an archive that nobody chose and that hold nothing of use are not spoken of. */
const UNREAD: ReadonlySet<string> = new Set(['notThisFormat', 'unsupported', 'empty']);

/** Tables of one archive are of one recording: what was said of the place and the zone stands until it is changed. */
function samePlace(questions: CsvQuestions, last: CsvAnswers | null): CsvQuestions {
  if (last === null) return questions;
  const { zone, startLocal, bodySite, side } = questions.answers;
  const known = {
    zone: zone ?? last.zone,
    startLocal: startLocal ?? last.startLocal,
    bodySite: bodySite ?? last.bodySite,
    side: side ?? last.side,
  };
  return { ...questions, answers: { ...questions.answers, ...known } };
}

/** The way of a file, from choosing it to what was added. What was added is sent when this is left. */
export function useImport(patientId: string, today: Today): ImportFlow {
  const [state, setState] = useState<ImportStep>({ step: 'pick' });
  const work = useRef<ImportWork>(undefined);
  work.current ??= createImportWork();
  const answered = useRef<((answers: CsvAnswers | null) => void) | null>(null);
  const held = useRef<readonly string[]>([]);

  const release = () => {
    if (held.current.length > 0) void releaseImport(appDb(), held.current).then(syncNow);
    held.current = [];
  };
  useEffect(() => {
    addEventListener('pagehide', release);
    return () => {
      removeEventListener('pagehide', release);
      work.current?.cancel();
      release();
    };
  }, []);

  const failed = (error: unknown) => {
    if (error instanceof ImportCancelled) setState({ step: 'pick' });
    else setState({ step: 'failed', full: isQuotaError(error), detail: error instanceof Error ? error.message : String(error) });
  };
  const ask = (file: string, questions: CsvQuestions) =>
    new Promise<CsvAnswers | null>((resolve) => {
      answered.current = resolve;
      setState({ step: 'questions', file, questions });
    });

  async function readAll(files: readonly File[], days: number): Promise<void> {
    const fromUs = now.nowUs() - days * DAY_US;
    const found: { readonly file: string; readonly found: FoundIn['found'] }[] = [];
    const notes: FileNote[] = [];
    let last: CsvAnswers | null = null;
    const unpacked = (await Promise.all(files.map(unpack))).flat();
    for (const { file, archive } of unpacked) {
      const progress = (share: number) => setState({ step: 'reading', file: file.name, share });
      progress(0);
      const readOnce = (csv: CsvAnswers | null) => (work.current as ImportWork).read({ file, fromUs, csv }, progress);
      let reading = await readOnce(null);
      // Of the many tables of a phone logger's archive only those with heart rate or motion are asked about.
      if (archive && (reading.questions?.needs.some((need) => need === 'timeColumn' || need === 'valueColumn') ?? false)) continue;
      while (reading.questions !== null) {
        const answers = await ask(file.name, archive ? samePlace(reading.questions, last) : reading.questions);
        if (answers === null) break;
        last = answers;
        progress(0);
        reading = await readOnce(answers);
      }
      found.push(...reading.found.map((each) => ({ file: file.name, found: each })));
      const { problems, passedOver, format } = reading;
      if (archive && reading.found.length === 0 && passedOver === 0 && UNREAD.has(problems.first[0]?.code ?? '')) continue;
      notes.push({ file: file.name, problems, passedOver, unread: file.size === 0 ? 'empty' : format === null ? 'unknown' : null });
    }
    const fileOf = new Map(found.map((each) => [each.found, each.file]));
    const joined = joinPlaces(joinMotion(found.map((each) => each.found)));
    const known = await knownSessions(appDb(), patientId);
    const all = await Promise.all(
      joined.map(
        async (each): Promise<FoundIn> => ({
          file: fileOf.get(each) ?? files[0].name,
          found: each,
          identity: await identify(each, patientId),
        }),
      ),
    );
    const facts = { nowUs: now.nowUs(), firstDay: today.firstDay ?? null, momentAt: now.momentAt, known: known.stretches };
    setState({ step: 'review', items: reviewOf(all, facts), notes, complete: known.complete });
  }

  async function addChosen(items: readonly ReviewItem[]): Promise<void> {
    setState({ step: 'preparing', share: 0 });
    const chosen = items
      .filter((item) => item.chosen)
      .map(({ found, identity, countsAs, painNrs, rpeCr10 }) => ({
        ...{ found, identity },
        answers: {
          setup: importedSetup(today, countsAs),
          completed: countsAs.type === 'planned' ? countsAs.completed : null,
          painNrs,
          rpeCr10,
        },
      }));
    const records = await (work.current as ImportWork).prepare(patientId, chosen, (share) => setState({ step: 'preparing', share }));
    await keepImport(appDb(), records);
    held.current = records.map(({ session }) => session.id);
    setState({ step: 'done', sessionIds: held.current });
  }

  return {
    state,
    read: (files, days) => readAll(files, days).catch(failed),
    answer: (answers) => answered.current?.(answers),
    change: (items) => setState((before) => (before.step === 'review' ? { ...before, items } : before)),
    add: async () => {
      if (state.step === 'review') await addChosen(state.items).catch(failed);
    },
    cancel: () => work.current?.cancel(),
    undo: async () => {
      const undone = await undoImport(appDb(), held.current);
      if (undone) {
        held.current = [];
        setState({ step: 'pick' });
      } else release();
      return undone;
    },
    again: () => {
      release();
      setState({ step: 'pick' });
    },
  };
}
