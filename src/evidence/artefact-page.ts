import type { Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import type { Language } from '../sms/language.js';
import type { Model } from '../sms/model.js';
import { reading } from '../sms/reading.js';
import type { Artefact, Grade, Path } from '../sms/types.js';
import type { DocumentBlock, Inline } from './pack.js';

/** What was found in a file. `line` counts from 1; `grade` in words. */
export interface PlacedFinding { line: number; grade: Grade; word: string; text: string }

/** A document or record beside its source: as it reads now, each finding below what it is about. */
export interface ArtefactInput { artefact: Artefact; text: string; version?: string; standing: Inline; findings: readonly PlacedFinding[]; lineOf(path: Path): number }

export function artefactBlock({ artefact, text, version, standing, findings, lineOf }: ArtefactInput, model: Model, language: Language): DocumentBlock {
  const { id, kind, title, file } = artefact;
  return { type: 'document', id, kind, title, file, ...(version !== undefined && { version }), standing, body: withFindings(reading(artefact, text, model, language, lineOf), findings) };
}

interface Place { line: number; put(findings: readonly PlacedFinding[]): void }

/** Where something in the text says where it stands, what was found from there on to the next such place follows it; what was found above all of them comes first. */
function withFindings(root: Root, findings: readonly PlacedFinding[]): Root {
  const places: Place[] = [], above: PlacedFinding[] = [], at = new Map<Place, PlacedFinding[]>();
  const gather = (node: Nodes, parent: { children: Nodes[] } | undefined): void => {
    const line = node.data?.hProperties?.['dataLine'];
    if (typeof line === 'number') {
      places.push({ line, put: own => {
        const last = node.type === 'tableRow' ? node.children.at(-1) : undefined;
        if (last) last.children.push(...own.map(phrase));
        else if (node.type === 'listItem' || node.type === 'blockquote') node.children.push(...own.map(paragraph));
        else if (parent) parent.children.splice(parent.children.indexOf(node) + 1, 0, ...own.map(paragraph));
      } });
    }
    if ('children' in node) for (const child of node.children) gather(child, node);
  };
  gather(root, undefined);
  for (const finding of findings) {
    const place = places.reduce<Place | undefined>((best, each) => (each.line <= finding.line && (!best || each.line >= best.line) ? each : best), undefined);
    if (place) at.set(place, [...at.get(place) ?? [], finding]); else above.push(finding);
  }
  for (const [place, own] of at) place.put(own);
  return { ...root, children: [...above.map((finding): RootContent => paragraph(finding)), ...root.children] };
}

/** It says in words how grave it is. */
function phrase({ grade, word, text }: PlacedFinding): PhrasingContent {
  return { type: 'emphasis', data: { hName: 'span', hProperties: { className: ['finding', grade] } }, children: [{ type: 'strong', children: [{ type: 'text', value: word }] }, { type: 'text', value: ` ${text}` }] };
}

function paragraph(finding: PlacedFinding): Paragraph { return { type: 'paragraph', children: [phrase(finding)] }; }
