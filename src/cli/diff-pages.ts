import { reviewPage, type ReviewPage } from '../review/page.js';
import type { Page } from '../review/redline.js';
import { changedFiles, htmlReview } from '../review/report-html.js';
import { markdownReview } from '../review/report-markdown.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import type { Side } from '../session/reviewing.js';
import { dayOf } from '../sms/history.js';
import { ENGLISH } from '../sms/language.js';
import { isLicensed } from '../sms/own.js';
import type { DiffRun } from './diff.js';
import { shortId } from './names.js';

/** What a change means, as a comment for a pull request. */
export function diffMarkdown(run: DiffRun, all: boolean): string { return markdownReview(pageOf(run, all), ENGLISH); }

/** The same as a page, with the changed documents below; `before` is absent where there was no SMS. */
export function diffHtml(run: DiffRun, before: Side | undefined, all: boolean): string {
  const page = (side: 'before' | 'after', file: string): Page | undefined => {
    const of = side === 'after' ? run : before;
    return of && of.result.model.paths.has(file) && ![run, before].some(state => state && isLicensed(file, state.result.config.own)) ? { file, model: of.result.model, text: of.session.textOf(file) } : undefined;
  };
  return htmlReview(pageOf(run, all), changedFiles(run.review, page), ENGLISH);
}

function pageOf({ review, base, head, result, notes }: DiffRun, all: boolean): ReviewPage {
  const name = ({ commit, committed }: DiffRun['base']): string => `commit ${shortId(commit)} of ${dayOf(committed)}`;
  return reviewPage(review, {
    before: name(base), after: head ? name(head) : 'what stands on disk', today: result.today, notes, sentence: finding => sentence(rulesOf(result.config).get(finding.rule), finding),
  }, ENGLISH, { all });
}
