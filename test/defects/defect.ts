/** A fault planted into samples/harbour, and exactly what the check must then say beyond what it says of the sample: nothing. */
export interface Defect {
  /** What somebody did wrong, in a few words. */
  title: string;
  /** `from` stands exactly once in the file and becomes `to`; without `from` the whole file becomes `to`; without `to` the file is gone. */
  change: readonly { file: string; from?: string; to?: string }[];
  /** `line`: the whole line without its indentation; `at`: the text that the finding covers, to the end of the line at most. */
  expect: readonly { rule: string; message: string; file: string; line: string; at: string }[];
}
