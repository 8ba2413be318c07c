import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterNameFault, type Finding, finding, inDocument } from '../lib/base';
import { clustersFolder } from '../lib/input';
import { findingsText } from '../lib/report';
import type { InitFlags } from './main';
import { type OwnPackage, ownPackage } from './package';
import { type PlacedFile, place, type WantedFile } from './scaffold';
import { definitionTemplate, type PlatformName } from './templates/definition';
import { app, cdk8sYaml, dependencies, gitattributes, gitignore, packageJson, tsconfig } from './templates/project';
import type { Terminal } from './terminal';

/** `ichor init NAME`: a definition to begin with and the files around it; nothing that exists is overwritten. */
export async function init(name: string, { platform }: InitFlags, terminal: Terminal): Promise<void> {
  const { directory } = terminal;
  const refused = refusal(name, directory);
  if (refused !== undefined) {
    terminal.err(findingsText([refused], terminal.errColours));
    return terminal.exit(1);
  }
  const own = ownPackage();
  try {
    for (const wanted of wantedFiles(name, platform, own, directory)) terminal.out(line(place(directory, wanted), own, terminal));
  } catch (error) {
    const { path, message, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const file = path === undefined ? '.' : path.replace(join(directory, '/'), '');
    terminal.err(
      findingsText([
        finding('OUT007', inDocument(file), `cannot be written (${message.split(', ')[0]})`, { repair: 'mend that, then run it again' }),
      ]),
    );
    return terminal.exit(1);
  }
  terminal.out(`\nNext: ${nextSteps(name, own, directory).join('\n      ')}\n`);
}

function refusal(name: string, directory: string): Finding | undefined {
  const file = `${clustersFolder}/${name}.ts`;
  const fault = clusterNameFault(name);
  if (fault !== undefined) {
    const meant = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 32)
      .replace(/-+$/, '');
    return finding('NAM001', inDocument(file), `'${name}' ${fault}`, {
      repair: meant === '' ? "write a name like 'home'" : `write '${meant}'`,
    });
  }
  if (!existsSync(join(directory, file))) return undefined;
  return finding('OUT005', inDocument(file), 'exists, and init overwrites nothing', { repair: 'write another name, or edit that file' });
}

function wantedFiles(name: string, platform: PlatformName, own: OwnPackage, directory: string): WantedFile[] {
  return [
    { path: `${clustersFolder}/${name}.ts`, text: definitionTemplate(name, platform) },
    { path: 'cdk8s.yaml', text: cdk8sYaml },
    { path: 'package.json', text: packageJson(own, directory) },
    { path: 'tsconfig.json', text: tsconfig },
    { path: '.gitignore', lines: gitignore, reason: 'what is installed, made on the way or left behind; dist/ itself is committed' },
    { path: '.gitattributes', lines: gitattributes, reason: 'the same bytes on every machine' },
  ];
}

function line(placed: PlacedFile, own: OwnPackage, terminal: Terminal): string {
  const { path, change, added } = placed;
  const { green, yellow, dim } = terminal.outColours;
  if (change === 'added') return `${green(`+ ${path}`)}\n`;
  const ignoresDist = path === '.gitignore' && /^\/?dist\/?\s*$/m.test(placed.text);
  const remark = ignoresDist ? '; it ignores dist/, which is to be committed: take that line out' : '';
  if (change === 'changed')
    return `${yellow(`~ ${path}`)}  ${added.length} of its lines ${added.length === 1 ? 'is' : 'are'} new${remark}\n`;
  return `${dim(`= ${path}`)}  left as it is${remark}${needs(placed, own, terminal.directory)}\n`;
}

/** What a file that was there lacks for Ichor. */
function needs({ path, text }: PlacedFile, own: OwnPackage, directory: string): string {
  if (path === 'cdk8s.yaml' && !/^app:.*ichor synth/m.test(text)) return `; cdk8s synth needs "app: ${app}" and "output: .scratch" in it`;
  if (path !== 'package.json' || directory === own.folder) return '';
  const lacking = Object.entries(dependencies(own, directory)).filter(([name]) => !text.includes(`"${name}"`));
  return lacking.length === 0 ? '' : `; npm install ${lacking.map(([name, range]) => `'${name}@${range}'`).join(' ')} adds what it lacks`;
}

function nextSteps(name: string, own: OwnPackage, directory: string): string[] {
  const installed = existsSync(join(directory, 'node_modules', 'ichor'));
  const ichor = directory === own.folder ? 'node ichor' : 'npx ichor';
  return [`${directory === own.folder || installed ? '' : 'npm install && '}${ichor} synth`, `${ichor} doctor ${name}`];
}
