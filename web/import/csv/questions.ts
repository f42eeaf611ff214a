export interface CsvQuestions {
  readonly x: 1;
}
export interface CsvAnswers {
  readonly x: 1;
}
