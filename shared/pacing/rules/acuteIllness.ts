import { defineRule, type Finding, fact, factText, type RuleContext } from '#shared/pacing/define.ts';
import type { PacingInput } from '#shared/pacing/types.ts';
import type { IllnessSign } from '#shared/schema/event.ts';

/** As a therapist reads them. */
export const ILLNESS_WORDS: Readonly<Record<IllnessSign, string>> = { fever: 'fever', acuteIllness: 'acute illness' };

type Parameter = 'feverC' | 'systolicMmHg' | 'diastolicMmHg';
type Told = Pick<Finding, 'value' | 'unit' | 'reason' | 'facts' | 'counterfactual'>;

export const acuteIllness = defineRule<{ finding: Finding | null }, Parameter>({
  id: 'G3',
  title: 'Fever, acute illness or very high blood pressure',
  inputs: ['fever or acute illness as told', 'body temperature', 'blood pressure'],
  condition:
    'Fever or an acute illness is told, or body temperature is {feverC} or more, or blood pressure is above {systolicMmHg} or above {diastolicMmHg}.',
  parameters: {
    feverC: { unit: '°C', default: 38, min: 37.5, max: 39, meaning: 'Body temperature from which it counts as fever' },
    systolicMmHg: { unit: 'mmHg', default: 180, min: 140, max: 220, meaning: 'Upper blood pressure above which exercise does not start' },
    diastolicMmHg: { unit: 'mmHg', default: 110, min: 90, max: 130, meaning: 'Lower blood pressure above which exercise does not start' },
  },
  evidence: 'guideline',
  source:
    "ACSM's Guidelines for Exercise Testing and Prescription, 11th ed. 2021: acute illness and very high resting blood pressure as reasons not to start",
  init: () => ({ finding: null }),
  step(state, input, { parameters }) {
    if (state.finding !== null) return state.finding;
    const told = toldBy(input, parameters);
    if (told !== null) state.finding = { kind: 'block', sinceUs: input.atUs, confidence: 1, ...told };
    return state.finding;
  },
  patientText: ({ reason }) => TEXTS[reason as keyof typeof TEXTS],
  ptText: ({ reason, facts }) => {
    if (reason === 'temperature') return `Body temperature ${facts[0].value} °C: exercise held back.`;
    if (reason === 'pressure')
      return `Blood pressure ${factText(facts, 'systolicMmHg')}/${factText(facts, 'diastolicMmHg')} mmHg: exercise held back.`;
    return `Told before the session: ${factText(facts, 'illnessSigns')}. Exercise held back.`;
  },
});

const TEXTS = {
  told: 'You are not well today, so rest and get better first. Your exercise can wait.',
  temperature: 'You have a fever, so rest and get better first. Your exercise can wait.',
  pressure: 'Your blood pressure is high, so no exercise for now. Please ask your PT or doctor what to do.',
} as const;

function toldBy(input: PacingInput, parameters: RuleContext<Parameter>['parameters']): Told | null {
  if (input.type === 'illness') {
    const signs = [...new Set(input.signs)].sort().map((sign) => ILLNESS_WORDS[sign]);
    return {
      ...{ value: null, unit: '', reason: 'told', facts: [fact('illnessSigns', signs.join(', '), '', input.atUs)] },
      counterfactual: {
        fact: 'illnessSigns',
        value: 'none',
        unit: '',
        text: 'Without fever and illness the session would have gone on.',
      },
    };
  }
  if (input.type === 'temperature' && input.temperatureC >= parameters.feverC) {
    const below = Math.ceil(10 * parameters.feverC - 1) / 10;
    return {
      ...{ value: input.temperatureC, unit: '°C', reason: 'temperature' },
      facts: [fact('temperatureC', input.temperatureC, '°C', input.atUs), fact('feverFromC', parameters.feverC, '°C', input.atUs)],
      counterfactual: { fact: 'temperatureC', value: below, unit: '°C', text: `With ${below} °C or less the session would have gone on.` },
    };
  }
  return input.type === 'bloodPressure' ? pressure(input.atUs, input, parameters) : null;
}

function pressure(
  atUs: number,
  { systolicMmHg, diastolicMmHg }: { readonly systolicMmHg: number; readonly diastolicMmHg: number },
  limits: RuleContext<Parameter>['parameters'],
): Told | null {
  const upper = systolicMmHg > limits.systolicMmHg;
  const lower = diastolicMmHg > limits.diastolicMmHg;
  if (!upper && !lower) return null;
  const both = `${limits.systolicMmHg}/${limits.diastolicMmHg}`;
  const flip = upper && lower ? (['bloodPressure', both] as const) : flipOne(upper, limits);
  return {
    ...{ value: systolicMmHg, unit: 'mmHg', reason: 'pressure' },
    facts: [
      fact('systolicMmHg', systolicMmHg, 'mmHg', atUs),
      fact('diastolicMmHg', diastolicMmHg, 'mmHg', atUs),
      fact('systolicLimitMmHg', limits.systolicMmHg, 'mmHg', atUs),
      fact('diastolicLimitMmHg', limits.diastolicMmHg, 'mmHg', atUs),
    ],
    counterfactual: {
      ...{ fact: flip[0], value: flip[1], unit: 'mmHg' },
      text: `With a blood pressure of ${both} mmHg or less the session would have gone on.`,
    },
  };
}

function flipOne(upper: boolean, limits: RuleContext<Parameter>['parameters']): readonly ['systolicMmHg' | 'diastolicMmHg', number] {
  return upper ? ['systolicMmHg', limits.systolicMmHg] : ['diastolicMmHg', limits.diastolicMmHg];
}
