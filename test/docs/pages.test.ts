import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { registry } from '../../lib/base';
import { blocksOf, codeSpans, type Page, pages, root } from './support/pages';

const all = pages();

/** The anchor that hosts give a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsOf(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map((match) => anchor(match[1] as string));
}

describe.each(all.map((page) => [page.path, page] as const))('%s', (path, page) => {
  test('its links lead somewhere', () => {
    const broken = [...page.text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] as string)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [to = '', heading] = link.split('#');
        const file = to === '' ? path : normalize(join(dirname(path), to));
        if (!existsSync(join(root, file))) return true;
        return heading !== undefined && !anchorsOf(readFileSync(join(root, file), 'utf8')).includes(heading);
      });
    expect(broken).toEqual([]);
  });

  test('the files that it names exist', () => {
    const tops = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
    const missing = codeSpans(page)
      .filter((span) => /^[\w.-]+\/[\w./-]*$/.test(span) && tops.includes(span.split('/')[0] as string))
      .filter((span) => !existsSync(join(root, span)));
    expect(missing).toEqual([]);
  });

  test('the findings that it names exist', () => {
    const examples = blocksOf(page)
      .filter(({ language }) => language === 'ts')
      .flatMap(({ text }) => [...text.matchAll(/id: '(\w+)'/g)].map((match) => match[1]));
    const ids = [...page.text.matchAll(/\b(?!OWN)[A-Z]{3}\d{3}\b/g)].map(([id]) => id);
    expect(ids.filter((id) => !Object.hasOwn(registry, id) && !examples.includes(id))).toEqual([]);
  });

  test('the commands that it names exist', () => {
    expect(commandsOf(page).flatMap(whyUnknown)).toEqual([]);
  });

  test('it names no machine', () => {
    expect(page.text.match(/(?<![\w.])\/(?:home|root|tmp|work|Users)\/\S*/g) ?? []).toEqual([]);
  });
});

/** Commands in shell blocks and in backticks that this repository has to know. */
function commandsOf(page: Page): string[] {
  const shell = blocksOf(page)
    .filter(({ language, file }) => language === 'sh' && file === undefined)
    .flatMap(({ text }) => text.split(/\n|&&|\|/));
  return [...shell, ...codeSpans(page).flatMap((span) => span.split('&&'))]
    .map((command) =>
      command
        .replace(/^\s*(?:[A-Z_0-9]+=\S+ )?/, '')
        .replace(/\s+#.*$/, '')
        .trim(),
    )
    .filter((command) => /^(?:node (?:ichor|conformance|tools)\b|\.?\/?ichor |npx |npm )/.test(command));
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const helps = new Map<string, string>();

/** What `ichor VERB --help` says. */
function help(verb: string): string {
  const known = helps.get(verb);
  if (known !== undefined) return known;
  const said = execFileSync(process.execPath, [join(root, 'ichor'), ...(verb === '' ? [] : [verb]), '--help'], { encoding: 'utf8' });
  helps.set(verb, said);
  return said;
}

function whyUnknown(command: string): string[] {
  const [program = '', ...words] = command.replace(/^node (?=ichor)|^npx (?=ichor)|^\.\/(?=ichor)/, '').split(/\s+/);
  const flags = words.map((word) => word.replace(/[[\]]/g, '')).filter((word) => /^--?\w/.test(word));
  if (program === 'ichor') {
    const verb = /^[a-z]+$/.test(words[0] ?? '') ? (words[0] as string) : '';
    const verbs = [...help('').matchAll(/^ {2}(\w+) /gm)].map((match) => match[1]);
    if (verb !== '' && !verbs.includes(verb)) return [`${command}: there is no verb '${verb}'`];
    return flags.filter((flag) => !help(verb).includes(flag)).map((flag) => `${command}: there is no ${flag}`);
  }
  if (program === 'npm') {
    if (words[0] === 'run') return Object.hasOwn(scripts, words[1] ?? '') ? [] : [`${command}: there is no such script`];
    const builtIn = ['ci', 'install', 'view', 'pack'];
    const needsTest = ['test', 'cit', 't'];
    if (needsTest.includes(words[0] ?? '')) return Object.hasOwn(scripts, 'test') ? [] : [`${command}: there is no test script`];
    return builtIn.includes(words[0] ?? '') ? [] : [`${command}: npm has no such command here`];
  }
  if (program === 'npx') {
    const bin = (words[0] ?? '').replace(/@.*/, '');
    return existsSync(join(root, 'node_modules', '.bin', bin)) ? [] : [`${command}: '${bin}' is not installed`];
  }
  return existsSync(join(root, words[0] ?? '')) ? [] : [`${command}: there is no such file`];
}

test('the tree in the README is that of dist/', () => {
  // GIVEN
  const tree = blocksOf(all.find(({ path }) => path === 'README.md') as Page).find(({ text }) => text.includes('├──'))?.text ?? '';
  const [top, ...lines] = tree.trimEnd().split('\n');
  const folder = String(top).replace(/\/$/, '');
  // WHEN
  const shown: string[] = [];
  const above: string[] = [];
  for (const line of lines) {
    const [, indent, name] = /^([│ ]*)[├└]── (\S+)/.exec(line) as unknown as [string, string, string];
    const depth = indent.length / 4;
    above.splice(depth, Number.POSITIVE_INFINITY, name.replace(/\/$/, ''));
    shown.push([folder, ...above].join('/') + (name.endsWith('/') ? '/' : ''));
  }
  // THEN
  expect(shown.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const leaves = shown.filter((path) => !shown.some((other) => other !== path && other.startsWith(path)));
  const missing = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !leaves.some((leaf) => (leaf.endsWith('/') ? file.startsWith(leaf) : file === leaf)));
  expect(missing).toEqual([]);
});
