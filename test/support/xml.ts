/** An element of XML. `text`: what stands directly in it, references resolved. */
export interface Element { name: string; attributes: ReadonlyMap<string, string>; children: readonly Element[]; text: string }

const CHARACTER = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads a document that is well-formed by XML 1.0: declaration, elements, attributes and text, the five named references. Anything else throws, with the place. */
export function parseXml(source: string): Element {
  let at = 0;
  const fail = (what: string): never => { throw new Error(`${what} at ${at}: ${JSON.stringify(source.slice(at, at + 60))}`); };
  const take = (pattern: RegExp, what: string): string[] => {
    const sticky = new RegExp(pattern.source, 'uy');
    sticky.lastIndex = at;
    const found = sticky.exec(source);
    if (!found) return fail(`no ${what}`);
    at = sticky.lastIndex;
    return found.map(part => part ?? '');
  };
  const resolved = (text: string): string => text.replace(/&([^;&]*;?)/g, (_, name: string) => NAMED[name.replace(/;$/, '')] ?? fail(`the reference &${name}`));
  const element = (): Element => {
    const [, name = ''] = take(/<([A-Za-z][\w-]*)/, 'element'), attributes = new Map<string, string>();
    while (/\s/.test(source[at] ?? '')) {
      take(/\s+/, 'space');
      if (/[/>]/.test(source[at] ?? '')) break;
      const [, key = '', value = ''] = take(/([A-Za-z][\w-]*)="([^"<]*)"/, 'attribute');
      if (attributes.has(key)) fail(`a second ${key}`);
      attributes.set(key, resolved(value));
    }
    const children: Element[] = [];
    if (take(/\/?>/, 'end of the tag')[0] === '/>') return { name, attributes, children, text: '' };
    let text = '';
    for (;;) {
      const [words = ''] = take(/[^<]*/, 'text');
      if (words.includes(']]>')) fail(']]>');
      text += resolved(words);
      if (source.startsWith('</', at)) break;
      children.push(element());
    }
    if (take(/<\/([A-Za-z][\w-]*)\s*>/, 'closing tag')[1] !== name) fail(`${name} is not closed`);
    return { name, attributes, children, text };
  };
  if (!CHARACTER.test(source)) throw new Error('a character that XML cannot hold');
  take(/<\?xml version="1\.0" encoding="UTF-8"\?>\s*/, 'declaration');
  const root = element();
  take(/\s*$/, 'end');
  return root;
}
