import type { Language } from '../sms/language.js';
import type { PlacedFile } from './data-files.js';
import type { EvidencePack } from './pack.js';
import { MANIFEST, NAMESPACE, SIGNATURE, STATEMENT } from './statement.js';
import type { Difference } from './verification.js';

/** How anybody checks a pack with what every system brings along, and the words for what differs. */

export interface VerifyFacts { pack: EvidencePack; paths: readonly string[]; tree?: string; signed: boolean; hasBlobs: boolean; renamed: readonly PlacedFile[] }

/** VERIFY.md: commands of standard tools, each with what it shows. Run in the folder of the pack; none of them changes anything. */
export function verifyText({ pack, paths, tree, signed, hasBlobs, renamed }: VerifyFacts, language: Language): string {
  const { commit, draft } = pack, say = (id: string, english: string, args: Readonly<Record<string, string | number>> = {}): string => language.text(`verify.${id}`, english, args);
  const lines: string[] = [], tell = (text: string, ...commands: string[]): void => { lines.push(text, '', ...(commands.length === 0 ? [] : ['```sh', ...commands, '```', ''])); };
  const heading = (text: string): void => { lines.push(`## ${text}`, ''); };
  lines.push(`# ${say('title', 'How to check this evidence pack')}`, '');
  tell(say('about', 'The pack is a closed list of files. {manifest} names each of them with its SHA-256; {statement} names the SHA-256 of {manifest} and says what was found. The commands below are run in a shell in the folder of the pack. Each says what it should print.', { manifest: MANIFEST, statement: STATEMENT }));
  tell(say('page', 'Without a shell: open `verify.html` in a browser, offline, and choose the folder or the ZIP. Take that page from a pack that you trust, or from another release of the tool: a pack that somebody falsified may bring a falsified page.'));
  tell(say('tool', 'With the tool itself: `sms verify FOLDER`, or the ZIP.'));

  heading(say('contents', 'What is in it'));
  const holds = (path: string, text: string): void => { if (paths.some(each => each === path || each.startsWith(path))) lines.push(`- \`${path}\`: ${text}`); };
  holds('index.html', say('contents.html', 'the pack, to be read and printed; it opens offline'));
  holds('pack.md', say('contents.md', 'the same as Markdown'));
  holds('pack.json', say('contents.json', 'the same as data'));
  holds('artefacts/', say('contents.artefacts', 'the original files, byte by byte'));
  holds('in-force/', say('contents.in-force', 'documents of which an earlier content is in force: that content'));
  holds('renamed/', say('contents.renamed', 'original files whose names some systems cannot hold'));
  holds('data/', say('contents.data', 'findings, the register of documents, the states of clauses, the list of the original files, and the tool'));
  lines.push('');
  heading(say('unchanged', '1. Nothing was changed'));
  tell(say('unchanged.text', 'Prints nothing where every file is as listed. On macOS: `shasum -a 256` in place of `sha256sum`.'), `sha256sum --check --strict --quiet ${MANIFEST}`);
  heading(say('closed', '2. Nothing was added, and nothing is missing'));
  tell(say('closed.text', '`sha256sum` does not look at files that no line names. This prints nothing where the files are those of the list and no others.'),
    `find . ! -type d | sed 's|^\\./||' | LC_ALL=C sort > /tmp/sms-found`,
    `{ sed 's|^[0-9a-f]*  ||' ${MANIFEST}; printf '%s\\n' ${MANIFEST} ${STATEMENT}${signed ? ` ${SIGNATURE}` : ''}; } | LC_ALL=C sort > /tmp/sms-listed`,
    'diff /tmp/sms-listed /tmp/sms-found');
  heading(say('statement', '3. The list is the one that the statement is about'));
  tell(say('statement.text', 'Prints 1.'), `grep -c "$(sha256sum < ${MANIFEST} | cut -d ' ' -f 1)" ${STATEMENT}`);
  tell(say('fingerprint', 'All this shows that the files belong together, not who put them together. For that compare the SHA-256 of the statement with the one that you were told in another way, or check a signature.'), `sha256sum ${STATEMENT}`);
  if (signed) {
    heading(say('signature', '4. Who vouches for it'));
    tell(say('signature.text', 'Keep a list of the keys that you trust outside of the pack, one line for each: an address, then `namespaces="{namespace}"`, then the public key. ADDRESS is the one of the signer.', { namespace: NAMESPACE }),
      `ssh-keygen -Y verify -f "$ALLOWED_SIGNERS" -I "$ADDRESS" -n ${NAMESPACE} -s ${SIGNATURE} < ${STATEMENT}`);
  }
  heading(say('git', '{number}. It is what the repository holds', { number: signed ? 5 : 4 }));
  if (!commit || draft) {
    tell(say('git.draft', 'This pack is a draft: it was made from files that are not those of a commit.'));
  } else {
    tell(say('git.commit', 'In a clone of the repository of the SMS, which REPOSITORY names. The first command prints the id of the tree, {tree}.', { tree: tree ?? '–' }), `git -C "$REPOSITORY" rev-parse ${commit.id}^{tree}`);
    if (commit.tag !== undefined) tell(say('git.tag', 'Prints the id of the commit, {commit}; the second checks the signature of the tag, where it has one.', { commit: commit.id }),
      `git -C "$REPOSITORY" rev-parse ${quoted(`${commit.tag}^{commit}`)}`, `git -C "$REPOSITORY" verify-tag ${quoted(commit.tag)}`);
  }
  if (hasBlobs) {
    tell(say('git.blobs', '`data/blobs.txt` names for each original file the id under which git keeps its bytes. The first command prints nothing where the bytes are those; the second prints nothing where the repository holds all of them.'),
      'sed "s|^[0-9a-f]*  |$PWD/|" data/blobs.txt | git -C "$REPOSITORY" hash-object --no-filters --stdin-paths > /tmp/sms-blobs; cut -d " " -f 1 data/blobs.txt | diff - /tmp/sms-blobs',
      'cut -d " " -f 1 data/blobs.txt | git -C "$REPOSITORY" cat-file --batch-check | grep missing');
  }
  if (renamed.length > 0) {
    heading(say('renamed-files', 'Files under other names'));
    tell(say('renamed-files.text', 'Some systems cannot hold the names that these files have in the SMS. `data/files.json` lists all files.'));
    lines.push(...renamed.map(({ file, path }) => `- \`${path}\`: \`${JSON.stringify(file).slice(1, -1).replace(/`/g, '\\u0060')}\``), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** A word for a shell. */
function quoted(word: string): string { return /^[A-Za-z0-9_./^{}@-]+$/.test(word) && !/[{}]/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`; }

/** What each difference is called, as a text with `{file}` and `{other}` in it: for the command line and for the page. */
export function differenceTexts(language: Language): Readonly<Record<Difference['what'], string>> {
  const say = (id: string, english: string): string => language.text(`verify.${id}`, english, { file: '{file}', other: '{other}' });
  return {
    'changed': say('changed', '{file}: its content was changed.'),
    'line-ends': say('line-ends', '{file}: its line ends were converted; else it is the same text.'),
    'missing': say('missing', '{file}: it is missing.'),
    'added': say('added', '{file}: it was added; no list names it.'),
    'renamed': say('renamed', '{file}: it was renamed to {other}.'),
    'other-case': say('other-case', '{file}: it was added, and differs from {other} in capital letters alone.'),
    'twice': say('twice', '{file}: it is there twice.'),
    'manifest': say('manifest', '{file}: the list of files is another one than the statement is about.'),
    'statement': say('statement-differs', '{file}: it says otherwise than the files of the pack themselves.'),
    'unreadable': say('unreadable', '{file}: it cannot be read as what it should be.'),
  };
}

/** The other texts of the page that checks a pack. */
export function pageTexts(language: Language): Readonly<Record<'title' | 'about' | 'clean' | 'findings' | 'incomplete' | 'error' | 'folder' | 'zip' | 'drop' | 'working' | 'none' | 'good' | 'bad' | 'fingerprint' | 'signed' | 'unsigned' | 'outcome' | 'trust' | 'noscript', string>> {
  const word = (id: string, english: string): string => language.text(`verify.page.${id}`, english, { count: '{count}', files: '{files}', outcome: '{outcome}', level: '{level}', day: '{day}', organization: '{organization}' });
  return {
    title: word('title', 'Check an evidence pack'),
    about: word('about', 'Choose the folder of a pack, or its ZIP. Everything happens in this browser: nothing is sent anywhere, and it works offline.'),
    folder: word('folder', 'Folder of the pack'), zip: word('zip', 'ZIP of the pack'), drop: word('drop', 'or drop a ZIP here'),
    clean: word('clean', 'nothing was found'), findings: word('findings', 'there are findings'), incomplete: word('incomplete', 'not everything could be checked'), error: word('error', 'it could not be checked'),
    working: word('working', 'Checking …'), none: word('none', 'This is no evidence pack that can be read: it has neither {files}.'),
    good: word('good', 'All {count} files are as the pack lists them, and there are no others.'), bad: word('bad', 'This is not the pack as it was written. What differs ({count}):'),
    fingerprint: word('fingerprint', 'SHA-256 of the statement. Compare it with the one that you were told in another way:'),
    signed: word('signed', 'It has a signature, which a browser cannot check: VERIFY.md says how ssh-keygen does.'), unsigned: word('unsigned', 'It has no signature.'),
    outcome: word('outcome', '{organization}, as of {day}: {outcome}; evidence level {level}. So says the statement in the pack.'),
    trust: word('trust', 'This page checks that the files belong together, not who put them together. Use a copy of it that you trust.'),
    noscript: word('noscript', 'This page needs scripts to compute hashes. Without them, VERIFY.md has commands that do the same.'),
  };
}
