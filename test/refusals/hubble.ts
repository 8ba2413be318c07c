import { network, small } from './support/definitions';
import { found, inValues, type Refusal } from './support/refusal';

const values = (hubble: object, options: object = {}) => small({ network: network({ ...options, values: { hubble } }) });

const log = (path: string) => small({ network: network({ hubble: { export: { path } } }) });

/** Hubble's parts, as options and as values. */
export const hubble: readonly Refusal[] = [
  {
    title: 'the UI without its relay',
    given: small({ network: network({ hubble: { relay: false, ui: true } }) }),
    finds: [
      found(
        'HUB001',
        'network.hubble.ui',
        "Hubble's UI reads from its relay, which is switched off",
        'leave out relay: false, or ui: true',
        ['network.hubble.relay'],
      ),
    ],
    twin: small({ network: network({ hubble: { ui: true } }) }),
  },
  ...['/etc/hubble/flows.log', '/var/flows.log', '/var/run/hubble/flows.log', '/var/log/../../etc/flows.log', '/var/log/hubble/'].map(
    (path): Refusal => ({
      title: `flows that are written to ${path}`,
      given: log(path),
      finds: [
        found(
          'HUB003',
          'network.hubble.export.path',
          `'${path}' is no file in a folder below /var, or in /var/run/cilium`,
          "write '/var/log/hubble/flows.log', or leave it out",
        ),
      ],
      twin: log('/var/log/hubble/flows.log'),
    }),
  ),
  {
    title: 'the UI by values, without its relay',
    given: values({ ui: { enabled: true } }, { hubble: { relay: false } }),
    finds: [
      found('INV064', inValues('hubble.ui.enabled'), "Hubble's UI reads from its relay, which is off", 'write hubble.relay.enabled: true'),
    ],
    twin: values({ ui: { enabled: true } }),
  },
  {
    title: 'the relay by values, without Hubble',
    given: values({ relay: { enabled: true } }, { hubble: false }),
    finds: [
      found('INV064', inValues('hubble.relay.enabled'), "Hubble's relay has nothing to read: Hubble is off", 'write hubble.enabled: true'),
    ],
    twin: values({ enabled: true, relay: { enabled: true }, tls: { auto: { method: 'cronJob' } } }, { hubble: false }),
  },
  {
    title: 'certificates that Helm makes anew each time',
    given: values({ tls: { auto: { method: 'helm' } } }),
    finds: [
      found(
        'INV065',
        inValues('hubble.tls.auto.method'),
        "with 'helm' every rendering makes new certificates: no two are alike, and keys end up where the rendering goes",
        "write 'cronJob'",
      ),
    ],
    twin: values({ tls: { enabled: false, auto: { method: 'helm' } } }),
  },
  {
    title: 'cert-manager without an issuer',
    given: values({ tls: { auto: { method: 'certmanager' } } }),
    finds: [
      found(
        'INV065',
        inValues('hubble.tls.auto.method'),
        "'certmanager' needs an issuer, and none is named",
        "write certManagerIssuerRef, or method 'cronJob'",
      ),
    ],
    twin: values({ tls: { auto: { method: 'certmanager', certManagerIssuerRef: { kind: 'Issuer', name: 'internal' } } } }),
  },
];
