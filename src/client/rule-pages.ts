import { commands, l10n, Uri, window, workspace, type Disposable } from 'vscode';
import { RULE, RULES, type RuleParams, type RuleResult, type RulesResult } from '../protocol.js';

const SCHEME = 'sms-rule';

/** Asks the server; rejects with a sentence when it cannot answer. */
export type Ask = <R>(method: string, params: object) => Promise<R>;

/** Serves `sms-rule:/ID.md`, the page of a rule, read-only. */
export function registerRulePages(ask: Ask): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async uri => {
      const params: RuleParams = { rule: uri.path.replace(/^\//, '').replace(/\.md$/, '') };
      return (await ask<RuleResult>(RULE, params)).markdown;
    },
  });
}

/** Shows the page of a rule in the Markdown preview; without a rule the user chooses one. */
export async function showRule(ask: Ask, rule: unknown): Promise<void> {
  const id = typeof rule === 'string' ? rule : await chooseRule(ask);
  if (id === undefined) return;
  // Before anything opens: an unknown rule is an error of the command, not an empty page.
  await ask<RuleResult>(RULE, { rule: id } satisfies RuleParams);
  await commands.executeCommand('markdown.showPreview', Uri.from({ scheme: SCHEME, path: `/${id}.md` }));
}

async function chooseRule(ask: Ask): Promise<string | undefined> {
  const { rules } = await ask<RulesResult>(RULES, {});
  const items = rules.map(({ id, title, grade, clauses }) => ({ label: title, description: id, detail: `${clauses.join(', ')} · ${grade}` }));
  const chosen = await window.showQuickPick(items, { title: l10n.t('Rules'), placeHolder: l10n.t('Choose a rule to read'), matchOnDescription: true, matchOnDetail: true });
  return chosen?.description;
}
