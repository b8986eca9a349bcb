import { isHistory } from '../sms/history.js';
import type { Finding } from '../sms/types.js';
import type { Desk } from './desk.js';
import type { EvidenceLevel, EvidencePack } from './pack.js';

/** What the check of the whole SMS came to, whatever of it the pack shows: an observation alone is no finding (format.md, `--fail-on minor`). */
export function outcomeOf({ checked: { error, incomplete, findings } }: Desk): EvidencePack['outcome'] {
  if (error) return 'error';
  return incomplete.length > 0 ? 'incomplete' : findings.some(({ grade }) => grade !== 'observation') ? 'findings' : 'clean';
}

/** The findings that the pack is about; those on nothing that has an id count for the whole SMS alone. */
export function findingsIn({ checked: { findings }, scope, inScope }: Desk): readonly Finding[] {
  return scope.of === 'all' ? findings
    : findings.filter(({ subject, artefact }) => { const about = subject ?? artefact; return about !== undefined && inScope(about); });
}

/**
 * How much of what the pack shows somebody else can prove (reliability: evidence level), and what would raise it. Independent approval over an unbroken line of packs (E3) and
 * trusted time (E4) are for whoever receives it to judge: no program can decide them of its own output.
 */
export function evidenceLevel({ draft, commit, signature, checked: { control: { history } }, language }: Desk): EvidenceLevel {
  const beyond = language.text('pack.level.beyond',
    'Levels above E2, unbroken continuity since the previous pack and time from a trusted source, are not decided by this program.');
  const say = (level: EvidenceLevel['level'], reason: string): EvidenceLevel => ({ level, reason: `${reason} ${beyond}` });
  if (!commit) return say('E0', language.text('pack.level.no-commit',
    'Made from files that are in no commit, so nobody can find the same again. Commit them, and make the pack of the commit.'));
  if (draft) return say('E0', language.text('pack.level.draft',
    'Made from files that are not those of a commit, so nobody can find the same again. Make the pack of the commit.'));
  const tag = isHistory(history) ? history.tags.find(({ name }) => name === commit.tag) : undefined;
  if (!tag) return say('E1', language.text('pack.level.no-tag',
    'Made from a commit, which anybody with the repository can find again by its id; nobody has signed it. A tag that is signed by somebody whose key is trusted raises it to E2.'));
  if (tag.nameInside !== undefined && tag.nameInside !== tag.name) {
    return say('E1', language.text('pack.level.moved-tag',
      'Made from a commit. Its tag {tag} says inside that it is called {inside}: it was moved about and proves nothing.',
      { tag: tag.name, inside: tag.nameInside }));
  }
  const { state, signer } = signature ?? { state: 'unsigned' as const };
  switch (state) {
    case 'good-trusted': return signer === undefined ? say('E2',
      language.text('pack.level.signed', 'Made from a commit with the tag {tag}, signed with a key that is trusted where the pack was made.', { tag: tag.name }))
      : say('E2', language.text('pack.level.signed-by',
        'Made from a commit with the tag {tag}, signed by {signer} with a key that is trusted where the pack was made.', { tag: tag.name, signer }));
    case 'good-untrusted': return say('E1', language.text('pack.level.untrusted',
      'Made from a commit with the tag {tag}, signed with a key that nobody here vouches for. Put the key on the list of trusted keys if it is known whose it is, and it is E2.', { tag: tag.name }));
    case 'bad': return say('E1', language.text('pack.level.bad',
      'Made from a commit. The signature of its tag {tag} does not fit: the tag was changed, or the signature was taken from elsewhere. Have it looked into.',
      { tag: tag.name }));
    case 'cannot-check': return say('E1', language.text('pack.level.cannot-check',
      'Made from a commit with the tag {tag}, whose signature could not be checked on this machine. Where it can be, and the key is trusted, it is E2.',
      { tag: tag.name }));
    case 'unsigned': return say('E1', language.text('pack.level.unsigned',
      'Made from a commit with the tag {tag}, which is not signed. A tag that is signed by somebody whose key is trusted raises it to E2.', { tag: tag.name }));
  }
}
