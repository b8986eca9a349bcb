import { l10n, languages, MarkdownString, Hover, type Diagnostic, type Disposable } from 'vscode';

/**
 * A link to the rule under the pointer's findings. VS Code shows the code of a finding as a link in its own hover too, but follows links
 * to commands from the Problems view alone.
 */
export function registerRuleHover(): Disposable {
  return languages.registerHoverProvider('*', {
    provideHover: (document, position) => {
      const here = languages.getDiagnostics(document.uri).filter(({ source, range }) => source === 'SMS' && range.contains(position));
      const rules = [...new Set(here.flatMap(ruleOf))];
      if (rules.length === 0) return undefined;
      const text = new MarkdownString(rules.map(rule => `[${l10n.t('Show the rule {0}', rule)}](command:sms.showRule?${encodeURIComponent(JSON.stringify([rule]))})`).join('  \n'));
      text.isTrusted = { enabledCommands: ['sms.showRule'] };
      return new Hover(text);
    },
  });
}

/** Rule ids are ours, yet nothing but an id may get into the link. */
function ruleOf({ code }: Diagnostic): string[] {
  const rule = typeof code === 'object' ? code.value : code;
  return typeof rule === 'string' && /^[a-z0-9-]+$/.test(rule) ? [rule] : [];
}
