import { l10n, StatusBarAlignment, Uri, window, workspace, type Disposable, type StatusBarItem } from 'vscode';
import type { RootStatus, StatusParams } from '../protocol.js';

/** The one item in the status bar: how many findings there are. Hidden where there is no SMS; a click opens the Problems view. */
export class StatusBar implements Disposable {
  private readonly item: StatusBarItem = window.createStatusBarItem('findings', StatusBarAlignment.Left);

  constructor() {
    this.item.name = l10n.t('SMS findings');
    this.item.command = 'workbench.actions.view.problems';
  }

  show({ roots }: StatusParams): void {
    if (roots.length === 0) { this.item.hide(); return; }
    this.item.text = `SMS: ${summary(roots)}`;
    this.item.tooltip = roots.map(tooltip).join('\n\n');
    this.item.accessibilityInformation = { label: l10n.t('SMS findings: {0}', summary(roots)) };
    this.item.show();
  }

  /** The server does not run: earlier counts are not current. */
  stopped(): void { this.item.hide(); }

  dispose(): void { this.item.dispose(); }
}

function summary(roots: readonly RootStatus[]): string {
  if (roots.every(({ outcome }) => outcome === 'checking')) return l10n.t('checking…');
  const parts = counted(roots);
  if (roots.some(({ outcome }) => outcome === 'incomplete' || outcome === 'error' || outcome === 'failed')) parts.push(l10n.t('incomplete'));
  return parts.length > 0 ? parts.join(', ') : l10n.t('no findings');
}

function counted(roots: readonly RootStatus[]): string[] {
  const sum = (grade: keyof RootStatus['counts']): number => roots.reduce((total, { counts }) => total + counts[grade], 0);
  const major = sum('major'), minor = sum('minor'), observation = sum('observation');
  return [
    ...(major > 0 ? [l10n.t('{0} major', major)] : []),
    ...(minor > 0 ? [l10n.t('{0} minor', minor)] : []),
    ...(observation === 1 ? [l10n.t('1 observation')] : observation > 1 ? [l10n.t('{0} observations', observation)] : []),
  ];
}

function tooltip(root: RootStatus): string {
  const lines = [workspace.asRelativePath(Uri.parse(root.uri), true)];
  if (root.outcome === 'checking') lines.push(l10n.t('Being checked.'));
  else lines.push(l10n.t('Findings: {0}', counted([root]).join(', ') || l10n.t('none')));
  if (root.counts.accepted > 0) lines.push(l10n.t('Accepted deviations: {0}', root.counts.accepted));
  if (root.today !== undefined) lines.push(root.todayFrom === 'sms.yaml' ? l10n.t('Today counts as {0} (sms.yaml)', root.today) : l10n.t('Checked as of {0}', root.today));
  if (root.notChecked.length > 0) lines.push(l10n.t('Not checked: {0}', root.notChecked.length), ...root.notChecked.slice(0, 5));
  return lines.join('\n');
}
