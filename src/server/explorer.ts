import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { clausePage } from '../editing/clause-page.js';
import { explorerChildren, explorerSummary, type ExplorerInput, type ExplorerMode } from '../editing/explorer.js';
import { coverage, outsideClauses, type ClauseCoverage } from '../evidence/coverage.js';
import { coverageOf, standardsInUse } from '../evidence/further-coverage.js';
import type { ClauseParams, ClauseResult, ExplorerNode, ExplorerParams, ExplorerResult } from '../protocol.js';
import { sentence } from '../rules/check.js';
import { rulesOf } from '../rules/book.js';
import type { CheckResult } from '../session/session.js';
import type { Language } from '../sms/language.js';
import { MAIN } from '../sms/standard.js';
import { builtInStandards, standardsOf } from '../sms/standards.js';
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
  // A standard of its own is known to the SMS that brings it along.
  const knowing = all.filter(({ result }) => standardsOf(result.config).clause(id)), standards = knowing[0] ? standardsOf(knowing[0].result.config) : builtInStandards, found = standards.clause(id);
  if (!found) throw new ResponseError(ErrorCodes.InvalidParams, language.text('problem.no-clause', '{standard} has no clause {clause}.', { standard: standards.of(id)?.title ?? standards.main.title, clause: id }));
  const markdown = clausePage(found, standards, knowing.map(({ result }) => inputOf(result, language)), language);
  return { title: `${id} ${language.text(`clause.${id}.title`, found.title)}`, markdown };
}

function rootNode({ uri, result }: Checked, mode: ExplorerMode, language: Language): ExplorerNode {
  const label = result.config.organization, description = explorerSummary(inputOf(result, language), mode);
  return { key: uri, type: 'group', label, description, detail: description, spoken: `${label}, ${description}`, fold: 'open' };
}

function inputOf(result: CheckResult, language: Language): ExplorerInput {
  return { ...result, language, clauses: (standard = MAIN) => clausesOf(result, standard, language), further: standardsInUse(result), sentence: finding => sentence(rulesOf(result.config).get(finding.rule), finding, language) };
}

interface Clauses { covered: readonly ClauseCoverage[]; outside: readonly Finding[] }

/** Of the last results: the tree asks once for each line that is open. */
const known = new WeakMap<CheckResult, { language: Language; byStandard: Map<string, Clauses> }>();

function clausesOf(result: CheckResult, id: string, language: Language): Clauses {
  const last = known.get(result), byStandard = last?.language === language ? last.byStandard : new Map<string, Clauses>(), found = byStandard.get(id);
  if (found) return found;
  known.set(result, { language, byStandard });
  const standard = standardsOf(result.config).get(id);
  const clauses = id === MAIN || !standard ? { covered: coverage(result, language), outside: outsideClauses(result.findings) }
    : { covered: coverageOf(standard, result, language, clausesOf(result, MAIN, language).covered), outside: [] };
  byStandard.set(id, clauses);
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
