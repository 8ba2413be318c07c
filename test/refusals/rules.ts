import { defineRule } from 'ichor/checks';
import { network, small } from './support/definitions';
import { found, type Refusal, undecided } from './support/refusal';

const rule = (changes: object = {}) => ({
  id: 'OWN001',
  title: 'something of our own',
  severity: 'warning',
  needs: [],
  check: () => [],
  ...changes,
});

const spare = defineRule({
  id: 'OWN002',
  title: 'memory to spare',
  severity: 'warning',
  source: 'https://example.com/runbook',
  needs: ['budget'],
  check: ({ budget }) =>
    budget.value !== undefined && budget.value.available < 8 * 2 ** 30
      ? [{ at: budget.at, message: 'less than 8 GiB', repair: "write at least '8GiB'" }]
      : [],
});

/** Rules of the user's own. */
export const ownRules: readonly Refusal[] = [
  {
    title: 'a rule that finds something',
    given: small({ rules: [spare] }),
    finds: [
      {
        id: 'OWN002',
        severity: 'warning',
        also: [],
        source: 'https://example.com/runbook',
        status: 'found',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'platform.memory' },
        message: 'less than 8 GiB',
        repair: "write at least '8GiB'",
      },
    ],
    twin: small(),
  },
  {
    title: 'a rule that throws',
    given: small({
      rules: [
        rule({
          check: () => {
            throw new TypeError('budget is undefined');
          },
        }),
      ],
    }),
    finds: [found('RUL001', 'rules[0]', 'rule OWN001 failed: budget is undefined', 'mend the rule')],
    twin: small({ rules: [rule()] }),
  },
  {
    title: 'a rule that needs what is no fact',
    given: small({ rules: [rule({ needs: ['budget', 'weather'] })] }),
    finds: [
      found(
        'RUL001',
        'rules[0]',
        "rule OWN001 needs 'weather', which is no fact",
        'write one of addresses, apiServer.nodePorts, balanced, budget, cilium.chart, cilium.installers, cilium.rendering, cilium.values, cilium.version, datapath, docker.ports, gateways, hostPorts, images, kubernetes.version, nodePorts, nodes, nodes.schedulable, objects, platform.kind, policies, policies.whole, pools, pools.announced, serviceNames, storage, subnets, talos.bgp, talos.cni, talos.config, talos.discovery, talos.excludesControlPlanes, talos.firewall, talos.hostDns, talos.inlineManifests, talos.kubePrism, talos.kubeProxy, talos.kubeSpan, talos.maxPods, talos.schedulesOnControlPlanes, talos.version',
      ),
    ],
    twin: small({ rules: [rule({ needs: ['budget', 'subnets'] })] }),
  },
  {
    title: "a rule that needs a name of JavaScript's own",
    given: small({ rules: [rule({ needs: ['toString'] })] }),
    finds: [
      found(
        'RUL001',
        'rules[0]',
        "rule OWN001 needs 'toString', which is no fact",
        'write one of addresses, apiServer.nodePorts, balanced, budget, cilium.chart, cilium.installers, cilium.rendering, cilium.values, cilium.version, datapath, docker.ports, gateways, hostPorts, images, kubernetes.version, nodePorts, nodes, nodes.schedulable, objects, platform.kind, policies, policies.whole, pools, pools.announced, serviceNames, storage, subnets, talos.bgp, talos.cni, talos.config, talos.discovery, talos.excludesControlPlanes, talos.firewall, talos.hostDns, talos.inlineManifests, talos.kubePrism, talos.kubeProxy, talos.kubeSpan, talos.maxPods, talos.schedulesOnControlPlanes, talos.version',
      ),
    ],
    twin: small({ rules: [rule({ needs: ['objects'] })] }),
  },
  {
    title: 'a rule that returns a text',
    given: small({ rules: [rule({ check: () => 'all is well' })] }),
    finds: [found('RUL001', 'rules[0]', 'rule OWN001 returned no list of breaches', 'return [], or [{ at, message, repair }]')],
    twin: small({ rules: [rule()] }),
  },
  {
    title: 'a rule that forgets the repair',
    given: small({
      rules: [
        rule({ needs: ['subnets'], check: ({ subnets }: { subnets: { at: unknown } }) => [{ at: subnets.at, message: 'too many' }] }),
      ],
    }),
    finds: [found('RUL001', 'rules[0]', 'rule OWN001 returned no list of breaches', 'return [], or [{ at, message, repair }]')],
    twin: small({ rules: [rule({ needs: ['subnets'] })] }),
  },
  {
    title: 'a rule with an id of ours, and two of one id',
    given: small({ rules: [rule({ id: 'INV001' }), rule(), rule()] }),
    finds: [
      found('RUL002', 'rules[0].id', "'INV001' is the id of another rule", 'write another'),
      found('RUL002', 'rules[2].id', "'OWN001' is the id of another rule", 'write another'),
    ],
    twin: small({ rules: [rule(), rule({ id: 'OWN002' })] }),
  },
  {
    title: 'a rule with an id of another form',
    given: small({ rules: [rule({ id: 'own-1' })] }),
    finds: [found('RUL002', 'rules[0].id', "'own-1' is not an id", "write three letters and three digits, e.g. 'OWN001'")],
    twin: small({ rules: [rule()] }),
  },
  {
    title: 'a rule without its parts',
    given: small({ rules: [{ id: 'OWN001', severity: 'fatal', check: 'never' }] }),
    finds: [
      found('DEF003', 'rules[0].check', "'never' is not a function", 'write a function'),
      found('DEF006', 'rules[0].needs', "'needs' is missing", 'write needs: …'),
      found('DEF003', 'rules[0].severity', "'fatal' is not one of 'error', 'warning' or 'info'", 'write one of them'),
      found('DEF006', 'rules[0].title', "'title' is missing", 'write title: …'),
    ],
    twin: small({ rules: [rule()] }),
  },
  {
    title: 'a rule that needs a fact which nobody can tell',
    given: small({
      talos: { patch: { cluster: { network: { cni: { name: 'calico' } } } } },
      rules: [rule({ needs: ['talos.cni'], severity: 'error' })],
    }),
    finds: [
      undecided(
        'INV002',
        'talos.patch.cluster.network.cni.name',
        "one network, and only one: not decided, since Talos has no CNI 'calico'",
      ),
      {
        id: 'OWN001',
        severity: 'info',
        also: [],
        status: 'undecided',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'talos.patch.cluster.network.cni.name' },
        message: "something of our own: not decided, since Talos has no CNI 'calico'",
      },
    ],
    twin: small({ rules: [rule({ needs: ['talos.cni'], severity: 'error' })] }),
  },
  {
    title: 'facts that are unknown while the definition has errors: what can be decided is',
    given: small({ network: network({ pods: '10.96.0.0/16', dnsDomain: 'a..b' }), rules: [spare, rule({ needs: ['cilium.values'] })] }),
    finds: [
      found(
        'NAM001',
        'network.dnsDomain',
        "'a..b' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        "write a DNS domain, e.g. 'cluster.local'",
      ),
      found(
        'INV031',
        'network.services',
        "'10.96.0.0/12' (services) overlaps '10.96.0.0/16' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: small({ network: network({ pods: '10.112.0.0/16', dnsDomain: 'a.b' }), rules: [rule({ needs: ['cilium.values'] })] }),
  },
];
