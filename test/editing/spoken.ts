import { approvalSentence, changedSentence } from '../../src/control/words.js';
import type { EditorDesk } from '../../src/editing/desk.js';
import type { Spoken } from '../../src/editing/hover.js';
import { sentence } from '../../src/rules/check.js';
import { ruleById } from '../../src/rules/index.js';

/** What the rules and document control say, as the server hands it in. */
export function spokenTo({ model, language }: EditorDesk): Spoken {
  return {
    why: id => ruleById(id)?.why, finding: finding => sentence(ruleById(finding.rule), finding, language),
    approval: approval => approvalSentence(approval, model, language), changed: changed => changedSentence(changed, language),
  };
}
