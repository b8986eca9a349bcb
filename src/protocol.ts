/** Requests and notifications of ours between language client and server: types and method names only. */

/** Server → client, notification: how every SMS of the workspace stands. Sent after each check and whenever an SMS comes or goes. */
export const STATUS = 'sms/status';
export interface StatusParams {
  /** Counts up with every change that was seen; never goes back. */
  generation: number;
  /** In order of their addresses. Empty: the workspace has no SMS. */
  roots: RootStatus[];
}
export interface RootStatus {
  /** Address of the folder of its sms.yaml. */
  uri: string;
  /** `checking` before its first result, `failed` when the program could not check it at all: earlier findings then still stand. */
  outcome: 'checking' | 'clean' | 'findings' | 'incomplete' | 'error' | 'failed';
  counts: { major: number; minor: number; observation: number; accepted: number };
  /** The day that counts as today, and where it comes from. */
  today?: string;
  todayFrom?: 'option' | 'sms.yaml' | 'clock';
  /** Sentences: what could not be checked, or why it failed. */
  notChecked: string[];
}

/** Client → server, request: one rule as a Markdown page. An unknown id is an error (InvalidParams). */
export const RULE = 'sms/rule';
export interface RuleParams { rule: string }
export interface RuleResult { title: string; markdown: string }

/** Client → server, request: the rules of this release, in order of their ids. */
export const RULES = 'sms/rules';
export interface RulesResult { rules: { id: string; title: string; grade: string; clauses: string[] }[] }

/** Client → server, request for tests alone: answered when everything seen so far is checked and published. */
export const IDLE = 'sms/idle';
export interface IdleResult { generation: number }

/** What our own client says when it starts the server; other clients need not. */
export interface InitializationOptions {
  /** `command`: findings carry a link that runs the command sms.showRule of VS Code. */
  ruleLinks?: 'command';
}
