// npm run docs: writes kinds.md, rules.md and the words of own-rules.md anew. A test fails while they are stale.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const printed = (...args) => execFileSync(process.execPath, ['dist/cli.cjs', ...args], { encoding: 'utf8' });
const write = (name, head, table) => { writeFileSync(new URL(name, import.meta.url), `${head}\n\n${table}`); };

write('kinds.md', `# Kinds of documents and records

Printed by \`npx sms kinds --markdown\`. What is maintained is a document, with version and approval; what is retained is a record. Records may be a file each, or rows of a table
that a \`record-log\` names. The fields of a kind, each with its help: \`npx sms explain KIND\`.`, printed('kinds', '--markdown'));
write('rules.md', `# Rules

Printed by \`npx sms rules --markdown\`. Those with a number are of the catalogue of 120; the others guard what these rely on. The grade is that of most of a rule's messages, and always
a suggestion. Why a rule minds, with examples: \`npx sms explain RULE\`. Which rule speaks where several could: [partition](partition.md).`, printed('rules', '--markdown'));
// Between two marks, in a guide that is written by hand.
const guide = new URL('own-rules.md', import.meta.url);
writeFileSync(guide, readFileSync(guide, 'utf8').replace(/(<!-- words: [^>]*-->\n)[^]*(<!-- end of words -->)/, (_, begin, end) => `${begin}\n${printed('rules', '--words')}\n${end}`));
