import {
  SemanticTokensBuilder, type CodeLens, type CodeLensParams, type Command, type InlayHint, type InlayHintParams, type SemanticTokens,
} from 'vscode-languageserver';
import { inlayHints } from '../editing/inlay-hints.js';
import { lenses, type Lens } from '../editing/lenses.js';
import { idTokens } from '../editing/tokens.js';
import { feature, type Asked, type Feature } from './editing.js';

const MODIFIERS = ['definition', 'unresolved', 'deprecated'] as const;
/** Themes give `variable` the colour of running text. */
const LEGEND = { tokenTypes: ['class'], tokenModifiers: [...MODIFIERS] };

/** What stands beside the texts and in their colours. It follows from the whole SMS, so that it is asked for anew after each check. */
export const ANNOTATIONS: readonly Feature[] = [
  feature<CodeLensParams>({
    method: 'textDocument/codeLens', capability: { codeLensProvider: {} }, options: { resolveProvider: false },
    // A lens leads to a command of the client.
    answer: (asked): CodeLens[] | null => {
      const { desk, file, options } = asked;
      return options.lenses === 'command' ? lenses(desk, file).map(lens => ({ range: lens.range, command: commandOf(lens, asked) })) : null;
    },
  }),
  feature<InlayHintParams>({
    method: 'textDocument/inlayHint', capability: { inlayHintProvider: true },
    answer: ({ desk, file }, { range }): InlayHint[] => inlayHints(desk, file, range).map(hint => ({ ...hint, paddingLeft: true })),
  }),
  feature({
    method: 'textDocument/semanticTokens', capability: { semanticTokensProvider: { legend: LEGEND, full: true } }, options: { legend: LEGEND, full: true },
    answer: () => null,
  }),
  feature({
    method: 'textDocument/semanticTokens/full',
    answer: ({ desk, file }): SemanticTokens => {
      const builder = new SemanticTokensBuilder();
      for (const { range: { start, end }, is } of idTokens(desk, file)) {
        builder.push(start.line, start.character, end.character - start.character, 0, is.reduce((bits, modifier) => bits | (1 << MODIFIERS.indexOf(modifier)), 0));
      }
      // Nobody asks for what changed since: a result needs no name.
      return { data: builder.build().data };
    },
  }),
];

function commandOf({ title, leads, range, item }: Lens, { uri, file, root }: Asked): Command {
  switch (leads) {
    case 'references': return { title, command: 'sms.showReferences', arguments: [uri(file), range.start] };
    case 'history': return { title, command: 'sms.showHistory', arguments: [{ root, id: item.id }] };
    case 'review': return { title, command: 'sms.recordReview', arguments: [{ root, id: item.id }] };
  }
}
