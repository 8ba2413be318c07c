/** The page about releases: what goes together, what is known to be bad, and in which order they are raised. */
exports.versionsPage = ({ ciliumMinors, gatewayApi, gitOpsTools, knownBad, minorWithin, newestPatch, talosMinors, upgradeOrder }) => {
  const release = (component, minor) => `${minor}.${newestPatch[component][minor] ?? 'x'}`;
  const pairs = Object.entries(talosMinors).flatMap(([talos, { kubernetes }]) =>
    Object.entries(ciliumMinors).map(([cilium, { testedKubernetes }]) => {
      const newest = compare(testedKubernetes, kubernetes[1]) < 0 ? testedKubernetes : kubernetes[1];
      return [talos, cilium, minorWithin(newest, kubernetes) ? newest : 'none'];
    }),
  );
  return [
    '# Versions',
    '',
    'The releases that Ichor knows, from the one table that its rules, its defaults and this page are made of',
    '(`lib/model/versions.ts`). A patch or a minor that is newer than the table is a warning (`VER003`, `VER006`): nothing is known',
    'against it, and nothing for it.',
    '',
    '<!-- Made by npm run docs from lib/model/versions.ts. -->',
    '',
    '## Talos and Kubernetes',
    '',
    ...table(
      ['Talos', 'newest known', 'Kubernetes that it supports'],
      Object.entries(talosMinors).map(([minor, { kubernetes }]) => [minor, release('talos', minor), kubernetes.join(' to ')]),
    ),
    '## Cilium, Kubernetes and Gateway API',
    '',
    ...table(
      ['Cilium', 'newest known', 'newest Kubernetes that it is tested with', 'Gateway API'],
      Object.entries(ciliumMinors).map(([minor, { testedKubernetes }]) => [
        minor,
        release('cilium', minor),
        testedKubernetes,
        gatewayApi[minor].version,
      ]),
    ),
    '## Together',
    '',
    'The newest Kubernetes that Talos supports and Cilium is tested with:',
    '',
    ...table(['Talos', 'Cilium', 'Kubernetes'], pairs),
    '## Flux and Argo CD',
    '',
    'A new cluster that is kept by one of them begins with the newest, unless its definition says another (`lib/model/gitops/releases.ts`):',
    '',
    ...table(
      ['what', 'minor', 'newest known', 'Kubernetes that it is tested with'],
      Object.values(gitOpsTools).flatMap(({ name, minors }) =>
        Object.entries(minors).map(([minor, { kubernetes, newestPatch: patch }]) => [
          name,
          minor,
          `${minor}.${patch}`,
          kubernetes.join(' to '),
        ]),
      ),
    ),
    '## Known to be bad',
    '',
    ...table(
      ['what', 'from', 'mended in', 'where', 'what happens', 'source'],
      knownBad.map(({ component, from, fixedIn, when, symptom, source }) => [
        component === 'talos' ? 'Talos' : 'Cilium',
        from,
        fixedIn ?? 'not yet',
        { docker: 'in Docker', metal: 'on machines', gatewayOnNodes: 'gateways on the nodes' }[when] ?? 'everywhere',
        symptom,
        `[${source.replace(/^https:\/\/github\.com\//, '')}](${source})`,
      ]),
    ),
    '## The order of upgrades',
    '',
    ...upgradeOrder.map(({ step, why, source }, i) => `${i + 1}. **${step}.** ${why} ([source](${source}))`),
    '',
    '## When something new is released',
    '',
    '```sh',
    'npm run versions',
    '```',
    '',
    'asks the Go module proxy for the releases of Talos, Cilium and Kubernetes, writes the newest patch of each minor into the',
    'table and names minors that it does not have. It needs Go. Review what it wrote: does a release repair what the list of bad',
    'ones has, or belong on it? A new minor needs what [CONTRIBUTING.md](../CONTRIBUTING.md#adding-things) says.',
    '',
  ].join('\n');
};

function compare(a, b) {
  const [[majorA, minorA], [majorB, minorB]] = [a, b].map((text) => text.split('.').map(Number));
  return majorA - majorB || minorA - minorB;
}

function table(head, rows) {
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''];
}
