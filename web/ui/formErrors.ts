import type { z } from 'zod';

/** First message for each bad input, by its dotted path ("exercises.0.sets"). */
export type FieldErrors = Readonly<Record<string, string>>;

/** zod's issues in words for a person: what the field wants, not what went wrong inside. */
export function formErrors(error: z.ZodError): FieldErrors {
  const result: Record<string, string> = {};
  for (const issue of error.issues) result[issue.path.join('.')] ??= plainIssue(issue);
  return result;
}

function plainIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') return Number(issue.minimum) <= 1 ? 'Fill this in.' : issue.message;
      return `At least ${issue.minimum}.`;
    case 'too_big':
      if (issue.origin === 'string') return `At most ${issue.maximum} characters.`;
      if (issue.origin === 'array') return `At most ${issue.maximum}.`;
      return `At most ${issue.maximum}.`;
    case 'invalid_format':
      return issue.format === 'email' ? 'This does not look like an email address.' : 'This has a form that is not expected here.';
    case 'invalid_type':
      return issue.expected === 'int' ? 'Use a whole number.' : 'Fill this in.';
    case 'not_multiple_of':
      return `Use steps of ${issue.divisor}.`;
    default:
      return issue.message;
  }
}
