import { workspace, type Disposable } from 'vscode';
import { SETTINGS, type SettingsParams } from '../protocol.js';

/** What the server needs to know of this machine. VS Code reads settings of scope `machine` from the user, never from a workspace. */
export function readSettings(): SettingsParams {
  const settings = workspace.getConfiguration('sms');
  const git = settings.get<string>('git.path', '').trim(), allowedSigners = settings.get<string>('git.allowedSigners', '').trim();
  return { trusted: workspace.isTrusted, ...(git !== '' && { git }), ...(allowedSigners !== '' && { allowedSigners }) };
}

/** Tells the server, by `tell`, when the workspace becomes trusted and when a setting changes. */
export function sendSettings(tell: (method: string, params: object) => Promise<void>, failed: (error: unknown) => void): Disposable[] {
  // One that has ended reads the settings anew when it starts.
  const send = (): void => { tell(SETTINGS, readSettings()).catch(failed); };
  return [
    workspace.onDidGrantWorkspaceTrust(send),
    workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('sms')) send(); }),
  ];
}
