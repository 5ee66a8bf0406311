// A language that runs from right to left, for services as `serve --test-language` makes it for the portal: Arabic letters
// for Latin ones. Whatever Latin letter is left on a page then came from no catalogue.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything, family } from './journeys.mjs';
import { root } from './postgres.mjs';

export const testLanguage = 'ar-XB';

const letters = 'ابكدهفجحيژقلمنوپقرستعڤوخيز';
const plain = (c) => c.normalize('NFD')[0].toLowerCase();

// What stands in braces, in angle brackets or is an address stays as it is.
export function inTestLetters(text) {
  return text.replace(/\{[^}]*\}|https?:\/\/\S+|\p{Script=Latin}/gu, (match) => {
    if (match.length > 1 && !/^\p{Script=Latin}\p{M}*$/u.test(match)) return match;
    const at = plain(match).charCodeAt(0) - 97;
    return at >= 0 && at < 26 ? letters[at] : match;
  });
}

// The words of a catalogue or a words file of this house: a line holds `key: words` or `- words`.
export function wordsInTestLetters(yaml) {
  return yaml.split('\n').map((line) => {
    if (/^\s*#/.test(line)) return line;
    const word = line.match(/^(\s*(?:- )?(?:[\w.-]+|"[^"]*"):\s+|\s*- )(.+)$/);
    return word ? word[1] + inTestLetters(word[2]) : line;
  }).join('\n');
}

const wordKeys = 'title|summary|ask|text|label|hint|say|section|repeat|unit|small|red|green|blue|s|m|l|topics|columns|rows';
// The same of a service.yaml whose maps stand in one line.
function serviceInTestLetters(yaml) {
  return yaml
    .replace(/^(\s*- section: )(.+)$/gm, (whole, key, value) => key + inTestLetters(value))
    .replace(new RegExp(`((?<!- )\\b(?:${wordKeys}): )("(?:[^"\\\\]|\\\\.)*"|\\[\\[[^\\n]*?\\]\\]|\\[[^\\]\\n]*\\]|[^,{}\\[\\]\\n"]+)`, 'g'), (whole, key, value) => key + inTestLetters(value))
    .replace(/^version: 1$/m, 'version: 1\nlanguage: ar');
}

// The services of these tests: one with every type of question, members in members, a permit that the rules decide.
export function servicesInTestLanguage() {
  const services = mkdtempSync(join(tmpdir(), 'guildhall-languages-'));
  for (const [name, text] of [['everything', everything], ['family', family]]) {
    mkdirSync(join(services, name));
    writeFileSync(join(services, name, 'service.yaml'), serviceInTestLetters(text));
    writeFileSync(join(services, name, 'guide.md'), inTestLetters('# How it works\n\nAnswer the questions.\n'));
  }
  for (const shared of ['bank', 'fell-a-tree']) cpSync(join(root, 'services', shared), join(services, shared), { recursive: true });
  const tree = join(services, 'fell-a-tree');
  writeFileSync(join(tree, 'words.ar.yaml'), wordsInTestLetters(readFileSync(join(tree, 'words.cy.yaml'), 'utf8')));
  writeFileSync(join(tree, 'guide.ar.md'), inTestLetters(readFileSync(join(tree, 'guide.cy.md'), 'utf8')));
  for (const letter of readdirSync(join(tree, 'letters')).filter((name) => name.endsWith('.cy.md'))) {
    writeFileSync(join(tree, 'letters', letter.replace('.cy.', '.ar.')), inTestLetters(readFileSync(join(tree, 'letters', letter), 'utf8')));
  }
  return services;
}

// All that the folder of a service says, in one line: what a page may show of it in the language of its author.
export function wordsOfFolder(folder) {
  const text = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/&quot;/g, '"').replace(/&amp;/g, '&').replace(/\s+/g, ' ');
}

// Runs in the page: every text that is seen or read aloud, with the language that it says it is in.
function textsOfPage() {
  const found = [];
  const languageOf = (element) => element.closest('[lang]')?.lang ?? '';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('script, style, template, noscript, svg, a[hreflang][lang]')) continue;
    found.push({ text: node.data.trim(), language: languageOf(parent), written: Boolean(parent.closest('bdi, code, textarea, .gh-reference')) });
  }
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['aria-label', 'aria-description', 'alt', 'title', 'placeholder']) {
      const text = element.getAttribute(name)?.trim();
      if (text) found.push({ text, language: languageOf(element), written: false });
    }
    for (const { name, value } of element.attributes) {
      if (name.startsWith('data-i18n') || name.startsWith('data-words')) found.push({ text: value, language: languageOf(element), written: false });
    }
  }
  found.push({ text: document.title, language: document.querySelector('title').lang || document.documentElement.lang, written: false });
  return found;
}

// The texts of a page of the test language that no catalogue holds, and that are nobody's own words.
//   given: what people typed and what the place is called; said: by language, all that services say in it.
export async function strayWords(page, { given = [], said = {} } = {}) {
  const own = new Set(Object.keys(said));
  const stray = [];
  for (const { text, language, written } of await page.evaluate(textsOfPage)) {
    let rest = text.replace(/\s+/g, ' ');
    for (const words of [...given].sort((a, b) => b.length - a.length)) rest = rest.split(words).join(' ');
    // References, counts that a script fills in, and signs of currencies, which are Unicode's.
    rest = rest.replace(/\bGH-[0-9A-Z-]+/g, ' ').replace(/%\{count\}/g, ' ').replace(/(?<!\p{L})(?:kr|[A-Z]{3})(?!\p{L})/gu, ' ');
    if (!/\p{Script=Latin}{2}/u.test(rest)) continue;
    if (written) {
      stray.push({ text, language, why: 'is nothing that somebody wrote' });
    } else if (own.has(language)) {
      if (!said[language].includes(rest.trim())) stray.push({ text, language, why: `is nothing that a service says in ${language}` });
    } else {
      stray.push({ text, language, why: 'has no words of the catalogue' });
    }
  }
  return stray;
}
