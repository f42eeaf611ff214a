import { common } from '#web/copy/common.ts';
import { ScaleGroup } from './scaleGroup.tsx';

export interface NrsScaleProps {
  legend: string;
  legendHidden?: boolean;
  value: number | null;
  onChange: (value: number) => void;
  /** Words at the ends; pain by default. */
  lowWord?: string;
  highWord?: string;
  tone?: 'accent' | 'pain';
}

/** Numeric rating scale 0-10 (pain, sleep, confidence). */
export function NrsScale({ lowWord = common.painNone, highWord = common.painWorst, tone = 'pain', ...rest }: NrsScaleProps) {
  const wordOf = (value: number) => (value === 0 ? lowWord : value === 10 ? highWord : undefined);
  return <ScaleGroup {...rest} tone={tone} lowWord={lowWord} highWord={highWord} wordOf={wordOf} />;
}
