import { workspace, type Disposable } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { SETTINGS, type SettingsParams } from '../protocol.js';

/** What the server needs to know of this machine. VS Code reads settings of scope `machine` from the user, never from a workspace. */
export function readSettings(): SettingsParams {
  const settings = workspace.getConfiguration('sms');
  const git = settings.get<string>('git.path', '').trim(), allowedSigners = settings.get<string>('git.allowedSigners', '').trim();
  return { trusted: workspace.isTrusted, ...(git !== '' && { git }), ...(allowedSigners !== '' && { allowedSigners }) };
}

/** Tells the server when the workspace becomes trusted and when a setting changes. */
export function sendSettings(server: BaseLanguageClient, failed: (error: unknown) => void): Disposable[] {
  // One that has ended reads the settings anew when it starts.
  const send = (): void => { server.sendNotification(SETTINGS, readSettings()).catch(failed); };
  return [
    workspace.onDidGrantWorkspaceTrust(send),
    workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('sms')) send(); }),
  ];
}
