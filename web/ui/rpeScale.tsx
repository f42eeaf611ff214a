import { common } from '#web/copy/common.ts';
import { ScaleGroup } from './scaleGroup.tsx';

export interface RpeScaleProps {
  legend: string;
  legendHidden?: boolean;
  value: number | null;
  onChange: (value: number) => void;
}

/** Effort on a category-ratio scale 0-10 (CR10, whole points), with the word for each number. */
export function RpeScale(props: RpeScaleProps) {
  return (
    <ScaleGroup
      {...props}
      lowWord={common.effortWords[0]}
      highWord={common.effortWords[10]}
      wordOf={(value) => common.effortWords[value]}
    />
  );
}
