// How do the words of messages/en.json become typed functions, one module per screen?
//
// `thread.composer.placeholder` becomes `composerPlaceholder` in i18n/generated/thread.ts, so that
// a bundler keeps only the words that a chunk uses. Text may hold {name}, and
// {count, plural, one {# person} other {# people}}; `#` is the number in the reader's own digits.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Index of the brace that closes the one at `open`; throws when there is none. */
function closing(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  throw new Error(`brace is not closed in “${text}”`);
}

/** `name`, `name, kind` or `name, kind, forms`. */
const PLACE = /^\s*([a-z]\w*)\s*(?:,\s*(\w+)\s*(?:,([^]*))?)?$/i;
const categories = ['zero', 'one', 'two', 'few', 'many', 'other'];
const literal = (text) => text.replace(/[`\\]|\$\{/g, '\\$&');

/** `plural(…)` for the forms in `body`; adds what they take to `params`. */
function compilePlural(count, body, params) {
  const fields = [];
  for (let at = body.indexOf('{'), from = 0; at >= 0; at = body.indexOf('{', from)) {
    const end = closing(body, at);
    const category = body.slice(from, at).trim();
    if (!categories.includes(category)) throw new Error(`plural form “${category}” is unknown`);
    const text = body.slice(at + 1, end).replaceAll('#', `{${count}, number}`);
    fields.push(`${category}: ${compileText(text, params)}`);
    from = end + 1;
  }
  if (!fields.at(-1)?.startsWith('other:')) throw new Error(`plural of {${count}} ends in “other”`);
  return `plural(p.${count}, { ${fields.join(', ')} })`;
}

/** The expression for one text; adds the type of each parameter to `params`. */
export function compileText(text, params) {
  let code = '';
  let from = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', from)) {
    const end = closing(text, at);
    const [, name, kind = 'string', forms = ''] = text.slice(at + 1, end).match(PLACE) ?? [];
    if (!name) throw new Error(`“${text.slice(at, end + 1)}” names no parameter`);
    params[name] ??= kind === 'string' ? 'string' : 'number';
    const value = {
      string: () => `p.${name}`,
      number: () => `number(p.${name})`,
      plural: () => compilePlural(name, forms, params),
    }[kind];
    if (!value) throw new Error(`{${name}} is of unknown kind “${kind}”`);
    code += `${literal(text.slice(from, at))}\${${value()}}`;
    from = end + 1;
  }
  return `say\`${code}${literal(text.slice(from))}\``;
}

/** Module texts by area, made from the flat catalogue. */
export function compileCatalogue(catalogue) {
  const areas = new Map();
  for (const [key, text] of Object.entries(catalogue)) {
    if (!/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/.test(key))
      throw new Error(`key “${key}” is not area.part.part`);
    const [area, ...parts] = key.split('.');
    const name = parts.map((p, i) => (i ? p[0].toUpperCase() + p.slice(1) : p)).join('');
    const params = {};
    const code = compileText(text, params);
    const fields = Object.entries(params).map(([param, type]) => `${param}: ${type}`);
    const signature = fields.length ? `p: { ${fields.join('; ')} }` : '';
    const line = `export const ${name} = (${signature}): string =>\n  ${code};\n`;
    areas.set(area, `${areas.get(area) ?? ''}${line}`);
  }
  const head = "import { number, plural, say } from '../say';\n\n";
  return new Map([...areas].map(([area, lines]) => [area, trimImports(head + lines)]));
}

const trimImports = (module) =>
  ['number', 'plural'].reduce(
    (text, name) => (text.includes(`${name}(`) ? text : text.replace(` ${name},`, '')),
    module,
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../src/i18n/generated/', import.meta.url);
  const source = new URL('../messages/en.json', import.meta.url);
  const modules = compileCatalogue(JSON.parse(readFileSync(source, 'utf8')));
  mkdirSync(folder, { recursive: true });
  for (const [area, text] of modules) writeFileSync(new URL(`${area}.ts`, folder), text);
  for (const file of readdirSync(folder))
    if (!modules.has(file.replace(/\.ts$/, ''))) rmSync(new URL(file, folder));
}
