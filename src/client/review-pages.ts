import { l10n, Uri, ViewColumn, window, type Disposable, type Webview, type WebviewPanel } from 'vscode';
import { REVIEW_PAGE, type ReviewPageParams, type ReviewPageResult } from '../protocol.js';
import { plain } from './document-states.js';
import type { Ask } from './rule-pages.js';

/** Changed documents as one reads them, with insertions and deletions marked. One panel, which takes the next document. */
export class ReviewPages implements Disposable {
  private panel: WebviewPanel | undefined;

  /** `media`: the folder of the extension that holds the style sheet. */
  constructor(private readonly ask: Ask, private readonly media: Uri) {}

  async show(wish: ReviewPageParams): Promise<void> {
    const { title, html } = await this.ask<ReviewPageResult>(REVIEW_PAGE, wish);
    const panel = this.panel ??= this.make();
    panel.title = l10n.t('Changes of {0}', plain(title));
    panel.webview.html = page(panel.webview, Uri.joinPath(this.media, 'review.css'), html);
    panel.reveal(panel.viewColumn, true);
  }

  dispose(): void { this.panel?.dispose(); }

  private make(): WebviewPanel {
    const panel = window.createWebviewPanel('smsReviewPage', '', { viewColumn: ViewColumn.Beside, preserveFocus: true }, { enableScripts: false, enableFindWidget: true, localResourceRoots: [this.media] });
    panel.onDidDispose(() => { this.panel = undefined; });
    return panel;
  }
}

/** No script, nothing from elsewhere. */
function page(webview: Webview, style: Uri, body: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}">`
    + `<link rel="stylesheet" href="${webview.asWebviewUri(style).toString()}"></head><body>${body}</body></html>`;
}
