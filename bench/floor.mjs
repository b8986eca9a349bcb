// The floor: what the libraries alone need to parse the same files, on one core, in a process of their own.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { remark } from 'remark';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import { parse } from 'yaml';

const markdown = remark().use(remarkGfm).use(remarkFrontmatter);
const walk = folder => readdirSync(folder).sort().flatMap(name => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? walk(path) : [path];
});
for (const file of walk(process.argv[2])) {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.md')) parse(text);
  else {
    markdown.parse(text);
    parse(text.slice(4, text.indexOf('\n---', 4)));
  }
}
