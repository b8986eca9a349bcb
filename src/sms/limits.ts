/** Limits that keep a hostile or damaged file from harming the others. Each breach is a finding and makes the run incomplete. */
export const LIMITS = {
  fileBytes: 1_048_576,
  /** Of the schemas that come with an SMS: how many, and of one: characters, brackets inside each other, brackets and values altogether, and characters of one pattern. */
  schema: { files: 500, length: 524_288, depth: 32, nodes: 20_000, pattern: 512 },
  /** Of sms.yaml, which is read on the main thread. */
  configLength: 65_536,
  depth: 64,
  aliases: 100,
  nodes: 50_000,
  /** Shown in an editor; other outputs have all. */
  reportsPerFile: 200,
  lineLength: 20_000,
  inlineNesting: 100,
  /** Characters of one paragraph that may be markup. */
  marks: 5_000,
  listItems: 20_000,
  artefacts: 20_000,
  tableRows: 2_000_000,
  tableBytes: 1_073_741_824,
  filesWalked: 200_000,
  pathDepth: 40,
  pathBytes: 1024,
} as const;
