import glossaryData from '../../../schemas/standards/glossary.json' with { type: 'json' };
import { inline, type PartMaker } from '../desk.js';

/** Words of the standard, explained in words of ours, with what ITIL calls the same. */
export const glossary: PartMaker = {
  id: 'glossary',
  clauses: [],
  title: language => language.text('pack.glossary.title', 'Glossary'),
  make({ language }) {
    return [{
      type: 'table', key: 'glossary', title: language.text('pack.glossary.table', 'Terms as ISO/IEC 20000-10 uses them, explained in our words'),
      columns: [{ key: 'term', title: language.text('pack.column.term', 'Term'), head: true },
        { key: 'meaning', title: language.text('pack.column.meaning', 'Meaning') }, { key: 'itil', title: language.text('pack.glossary.itil', 'In ITIL 4 also') }],
      rows: glossaryData.terms.map(({ id, term, meaning, itil }) => ({ cells: [inline(language.text(`glossary.${id}.term`, term)),
        inline(language.text(`glossary.${id}.meaning`, meaning)), inline(itil.join(', '))] })),
    }];
  },
};

/** Its texts by their ids, for whoever translates them. */
export function glossaryTexts(): Record<string, string> {
  return Object.fromEntries(glossaryData.terms.flatMap(({ id, term, meaning }) => [[`glossary.${id}.term`, term], [`glossary.${id}.meaning`, meaning]]));
}
