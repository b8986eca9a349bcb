import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { clausePage } from '../editing/clause-page.js';
import { explorerChildren, explorerSummary, type ExplorerInput, type ExplorerMode } from '../editing/explorer.js';
import { coverage, outsideClauses, type ClauseCoverage } from '../evidence/coverage.js';
import type { ClauseParams, ClauseResult, ExplorerNode, ExplorerParams, ExplorerResult } from '../protocol.js';
import { sentence } from '../rules/check.js';
import { ruleById } from '../rules/index.js';
import type { CheckResult } from '../session/session.js';
import type { Language } from '../sms/language.js';
import { clause } from '../sms/standard.js';
import type { Finding } from '../sms/types.js';
import type { Checked } from './document-control.js';

/** The lines below one of the explorer; the topmost are the SMSs, in order of their addresses. */
export function toExplorer(all: readonly Checked[], { mode, path: [root, ...path] }: ExplorerParams, language: Language): ExplorerResult {
  if (root === undefined) return { nodes: all.map(checked => rootNode(checked, mode, language)) };
  const checked = all.find(({ uri }) => uri === root);
  if (!checked) return { nodes: [] };
  const nodes = explorerChildren(inputOf(checked.result, language), mode, path);
  return { nodes: nodes.map(({ place, ...node }): ExplorerNode => ({ ...node, ...(place && { place: { uri: checked.address(place.file), range: place.range } }) })) };
}

/** What the standard wants in a clause, and how each SMS stands there. */
export function toClause(all: readonly Checked[], { clause: id }: ClauseParams, language: Language): ClauseResult {
  const found = clause(id);
  if (!found) throw new ResponseError(ErrorCodes.InvalidParams, language.text('problem.no-clause', 'ISO/IEC 20000-1 has no clause {clause}.', { clause: id }));
  const markdown = clausePage(found, all.map(({ result }) => inputOf(result, language)), language);
  return { title: `${id} ${language.text(`clause.${id}.title`, found.title)}`, markdown };
}

function rootNode({ uri, result }: Checked, mode: ExplorerMode, language: Language): ExplorerNode {
  const label = result.config.organization, description = explorerSummary(inputOf(result, language), mode);
  return { key: uri, type: 'group', label, description, detail: description, spoken: `${label}, ${description}`, fold: 'open' };
}

function inputOf(result: CheckResult, language: Language): ExplorerInput {
  return { ...result, language, clauses: () => clausesOf(result, language), sentence: finding => sentence(ruleById(finding.rule), finding, language) };
}

interface Clauses { covered: readonly ClauseCoverage[]; outside: readonly Finding[] }

/** Of the last results: the tree asks once for each line that is open. */
const known = new WeakMap<CheckResult, { language: Language; clauses: Clauses }>();

function clausesOf(result: CheckResult, language: Language): Clauses {
  const last = known.get(result);
  if (last?.language === language) return last.clauses;
  const clauses = { covered: coverage(result, language), outside: outsideClauses(result.findings) };
  known.set(result, { language, clauses });
  return clauses;
}

const MODES: readonly ExplorerMode[] = ['clause', 'kind', 'service', 'customer', 'owner', 'due'];

export function readExplorerParams(method: string, params: unknown): ExplorerParams {
  const { mode: given, path } = Object(params) as Partial<Record<string, unknown>>, mode = MODES.find(each => each === given);
  if (!mode || !Array.isArray(path) || !path.every(key => typeof key === 'string')) {
    throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { mode: ${MODES.join(' | ')}, path: KEYS }.`);
  }
  return { mode, path };
}

export function readClauseParams(method: string, params: unknown): ClauseParams {
  const { clause: id } = Object(params) as Partial<Record<string, unknown>>;
  if (typeof id !== 'string') throw new ResponseError(ErrorCodes.InvalidParams, `${method} wants { clause: NUMBER }.`);
  return { clause: id };
}
