import type { Command, Keeper, Plan, Probe, Requirement, Step } from '../../plans';
import { commandText } from './plan-command';

/** Plans as a page for people: what each step is for, what it runs, how it shows, what it costs and how it is undone. */
export function plansMarkdown(cluster: string, plans: readonly Plan[]): string {
  return `${[
    `# Plans for ${cluster}`,
    '',
    'Each is `ichor apply NAME`, and the same as a script in `plans/`. A step whose check says that it is done is left alone, so a plan',
    'can be run again after a failure. In the commands `$output` is this folder, and `$state` is `.ichor/' +
      `${cluster}/\` of the repository,`,
    'which git ignores; `$kubeconfig` and `$talosconfig` are files in it.',
    '',
    ...plans.map(({ name, title }) => `- [${name}](#${name}): ${title}`),
    ...plans.flatMap(planLines),
  ].join('\n')}\n`;
}

function planLines({ name, title, before, steps, keeper }: Plan): string[] {
  return [
    '',
    `## ${name}`,
    '',
    `${title}.`,
    ...before.flatMap((text) => ['', text]),
    ...(keeper === undefined ? [] : ['', keptText(keeper, steps)]),
    ...steps.flatMap((step, i) => stepLines(step, i + 1)),
  ];
}

/** What becomes of a plan where Flux or Argo CD keep the cluster. */
function keptText({ name, acts, otherwise }: Keeper, steps: readonly Step[]): string {
  const shown = `${name} keeps the cluster when ${told(acts)}.`;
  if (otherwise !== undefined) return `${shown} Then nothing is run: ${otherwise}.`;
  const left = steps.flatMap((step, i) => (step.left ? [i + 1] : []));
  return `${shown} Then the steps ${left.at(0)} to ${left.at(-1)} are left to it.`;
}

function stepLines(step: Step, number: number): string[] {
  const { title, why, needs, byHand, preview, run, done, spared, notices, confirm } = step;
  return [
    '',
    `### ${number}. ${title}`,
    '',
    why,
    ...facts([
      ['Outage', step.outage, 'none'],
      ['Loses', step.loses, 'nothing'],
      ['Undo', step.undo, 'nothing to undo'],
      ['Asks', confirm ?? '', ''],
    ]),
    ...(byHand === undefined ? [] : ['', `By hand: ${byHand.text}`]),
    ...listed('Stops unless', needs),
    ...(preview === undefined ? [] : ['', `Shows before: ${code(line(preview))}`]),
    ...(run.length === 0 ? [] : ['', 'Runs:', '', '```sh', ...run.map(line), '```']),
    ...(done.length === 0 ? [] : ['', `Done when ${done.map(told).join(', and ')}.`]),
    ...(spared === undefined ? [] : ['', `Nothing to do where ${told(spared)}.`]),
    ...listed('Says so unless', notices),
  ];
}

function facts(rows: readonly (readonly [string, string, string])[]): string[] {
  const told = rows.filter(([, value, usual]) => value !== usual);
  return told.length === 0 ? [] : ['', ...told.map(([name, value]) => `- ${name}: ${value}`)];
}

function listed(what: string, requirements: readonly Requirement[]): string[] {
  if (requirements.length === 0) return [];
  return ['', `${what}`, '', ...requirements.map((requirement) => `- ${told(requirement)}; otherwise: ${requirement.otherwise}`)];
}

function told({ command, shows = [], printsNothing = false }: Probe): string {
  const said = [...shows.map((expression) => `shows ${code(expression)}`), ...(printsNothing ? ['prints nothing'] : [])];
  return `${code(line(command))} ${said.length === 0 ? 'ends well' : said.join(' and ')}`;
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function line(command: Command): string {
  return commandText(command, (name) => `$${name}`);
}
