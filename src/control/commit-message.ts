import type { Deed, Meaning } from './approving.js';

const SUBJECT = 72;

const WORDS: Readonly<Record<Meaning, { subject: string; trailer: string }>> = {
  approved: { subject: 'Approve', trailer: 'Approved-by' },
  reviewed: { subject: 'Record review of', trailer: 'Reviewed-by' },
  agreed: { subject: 'Record agreement to', trailer: 'Agreed-by' },
  withdrawn: { subject: 'Withdraw', trailer: 'Withdrawn-by' },
};

/**
 * The message under which a deed is to be committed: subject, body, trailers; the trailers alone are the last paragraph. `email`: under which its person
 * commits; `digest`: of the content as it is to be.
 */
export function commitMessage({ document: { id, title }, person, role, wish }: Deed, version: string, email: string, digest: string): string {
  const { subject, trailer } = WORDS[wish.meaning], first = [...`${subject} ${id} ${oneLine(version)}`];
  // A line that begins with a hash is a comment for git, and three dashes end the message for some of its commands.
  const harmless = (line: string): string => line.replace(/^(?=#|---)/, ' ');
  const paragraphs = [oneLine(title), ...(wish.comment ?? '').replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/)]
    .map(paragraph => paragraph.split('\n').flatMap(line => wrapped(oneLine(line))).map(harmless).join('\n')).filter(paragraph => paragraph !== '');
  const address = `${oneLine(person.title).replace(/[<>]/g, '')} <${email}>`;
  const trailers = [
    ['SMS-Approval', `${id} ${oneLine(version)}`], [trailer, address], ['Role', role.id], ['Meaning', wish.meaning], ['Digest', digest],
  ].map(([key, value]) => `${key}: ${value}`);
  return `${[first.length > SUBJECT ? `${first.slice(0, SUBJECT - 1).join('')}…` : first.join(''), ...paragraphs, trailers.join('\n')].join('\n\n')}\n`;
}

/** Lines of at most 72 characters, broken at blanks; a longer word stays whole. */
function wrapped(line: string): string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= SUBJECT) lines[lines.length - 1] = `${last} ${word}`; else lines.push(word);
  }
  return lines;
}

function oneLine(value: string): string { return value.replace(/[\s\p{Cc}]+/gu, ' ').trim(); }
