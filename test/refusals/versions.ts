import { cilium, flannel } from 'ichor';
import { network, small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const releases = (changes: Readonly<Record<string, string>>) => ({ talos: '1.13.9', kubernetes: '1.36.3', ...changes });

/** Releases, alone and against each other. */
export const versions: readonly Refusal[] = [
  {
    title: 'a leading v',
    given: small({ versions: releases({ talos: 'v1.13.9' }) }),
    finds: [found('VER001', 'versions.talos', "'v1.13.9' is not a release", "write '1.13.9'")],
    twin: small(),
  },
  {
    title: 'a minor without a patch',
    given: small({ versions: releases({ kubernetes: '1.36' }) }),
    finds: [found('VER001', 'versions.kubernetes', "'1.36' is not a release", "write it as major.minor.patch, e.g. '1.13.9'")],
    twin: small(),
  },
  {
    title: 'a Talos that there is no configuration for any more',
    given: small({ versions: { talos: '1.11.5', kubernetes: '1.34.0' } }),
    finds: [
      found(
        'VER002',
        'versions.talos',
        "Talos '1.11.5' is older than what Ichor has configuration for",
        'write a release of 1.12, 1.13 or 1.14',
      ),
    ],
    twin: small({ versions: { talos: '1.12.5', kubernetes: '1.34.0' } }),
  },
  {
    title: 'a Cilium that is too old',
    given: small({ network: network({ version: '1.16.3' }) }),
    finds: [
      found(
        'VER002',
        'network.version',
        "Cilium '1.16.3' is older than what Ichor has configuration for",
        'write a release of 1.19 or 1.20',
      ),
    ],
    twin: small({ network: network({ version: '1.20.0' }) }),
  },
  {
    title: 'a minor of Talos that nobody knew when the tables were made',
    given: small({ versions: releases({ talos: '1.15.0' }) }),
    finds: [
      found(
        'VER003',
        'versions.talos',
        "Talos '1.15.0' is newer than Ichor's tables, which end at 1.14: its settings, defaults and known faults aren't known",
        'write a release of 1.14, or accept it',
      ),
    ],
    twin: small({ versions: releases({ talos: '1.14.3' }) }),
  },
  {
    title: 'a patch of Cilium newer than the tables',
    given: small({ network: network({ version: '1.20.9' }) }),
    finds: [
      found(
        'VER003',
        'network.version',
        "Cilium '1.20.9' is newer than Ichor's tables, which end at 1.20.4: its known faults aren't known",
        "write '1.20.4', or accept it",
      ),
    ],
    twin: small({ network: network({ version: '1.20.4' }) }),
  },
  {
    title: 'a Kubernetes that Talos does not support',
    given: small({ versions: { talos: '1.12.4', kubernetes: '1.36.3' } }),
    finds: [
      found('VER004', 'versions.kubernetes', "Talos 1.12 doesn't support Kubernetes '1.36.3'", 'write a release of 1.30 to 1.35', [
        'versions.talos',
      ]),
      found(
        'INV029',
        'versions.talos',
        "a talosctl of Talos '1.12.4' waits up to 20 minutes for a Ready node, which there can't be without a network, and then writes no kubeconfig",
        'make the container with talosctl 1.13.0 or newer, which makes containers of Talos 1.12 as well',
      ),
    ],
    twin: small({ versions: { talos: '1.13.9', kubernetes: '1.35.0' } }),
  },
  {
    title: 'a Kubernetes that Cilium is not tested with',
    given: small({ versions: { talos: '1.14.2', kubernetes: '1.37.0' } }),
    finds: [
      found(
        'VER006',
        'versions.kubernetes',
        "Cilium 1.20 is tested by upstream up to Kubernetes 1.36; nothing is known of it with '1.37.0'",
        'write a release of 1.36, or accept it',
        ['network.version'],
      ),
    ],
    twin: small({ versions: { talos: '1.14.2', kubernetes: '1.37.0' }, network: flannel() }),
  },
  {
    title: 'a Talos newer than the tables, of which nobody knows which Kubernetes goes with it',
    given: small({ versions: { talos: '1.15.0', kubernetes: '1.38.0' } }),
    finds: [
      found(
        'VER006',
        'versions.kubernetes',
        "Cilium 1.20 is tested by upstream up to Kubernetes 1.36; nothing is known of it with '1.38.0'",
        'write a release of 1.36, or accept it',
        ['network.version'],
      ),
      found(
        'VER003',
        'versions.talos',
        "Talos '1.15.0' is newer than Ichor's tables, which end at 1.14: its settings, defaults and known faults aren't known",
        'write a release of 1.14, or accept it',
      ),
    ],
    twin: small({ versions: { talos: '1.14.3', kubernetes: '1.36.3' } }),
  },
  {
    title: 'a Cilium that lets in whole namespaces',
    given: small({ versions: releases({ kubernetes: '1.35.0' }), network: network({ version: '1.19.3' }) }),
    finds: [
      found(
        'VER007',
        'network.version',
        "Cilium '1.19.3' is known to be bad: a NetworkPolicy peer with only an ipBlock also lets in every pod of the namespace (https://github.com/cilium/cilium/issues/46305)",
        "write '1.19.6' or newer",
      ),
      found(
        'VER005',
        'network.version',
        "Cilium '1.19.3' may be bad: on Talos, host networking was reported to die with kube-proxy replacement (https://github.com/cilium/cilium/issues/46010)",
        'write a release of the next minor, or accept it',
      ),
    ],
    twin: small({ versions: releases({ kubernetes: '1.35.0' }), network: network({ version: '1.20.0' }) }),
  },
  {
    title: 'a Cilium with reported faults',
    given: small({ versions: releases({ kubernetes: '1.35.0' }), network: cilium({ version: '1.19.6' }) }),
    finds: [
      found(
        'VER005',
        'network.version',
        "Cilium '1.19.6' may be bad: on Talos, host networking was reported to die with kube-proxy replacement (https://github.com/cilium/cilium/issues/46010)",
        'write a release of the next minor, or accept it',
      ),
    ],
    twin: small({ versions: releases({ kubernetes: '1.35.0' }) }),
  },
  {
    title: 'a contract that Talos never had',
    given: small({ versions: releases({ talosContract: '1.13.9' }) }),
    finds: [found('VER008', 'versions.talosContract', "'1.13.9' is not a minor of Talos that Ichor knows", "write '1.13'")],
    twin: small({ versions: releases({ talosContract: '1.13' }) }),
  },
  {
    title: "a contract by a name of JavaScript's own",
    given: small({ versions: releases({ talosContract: 'constructor' }) }),
    finds: [
      found('VER008', 'versions.talosContract', "'constructor' is not a minor of Talos that Ichor knows", "write '1.12', '1.13' or '1.14'"),
    ],
    twin: small({ versions: releases({ talosContract: '1.13' }) }),
  },
  {
    title: 'a contract newer than the Talos that has to read it',
    given: small({ versions: releases({ talosContract: '1.14' }) }),
    finds: [
      found('VER008', 'versions.talosContract', "config of Talos 1.14 can't run on the older '1.13.9'", "write '1.13' or leave it out", [
        'versions.talos',
      ]),
    ],
    twin: small({ versions: releases({ talos: '1.14.2', talosContract: '1.14' }) }),
  },
  {
    title: 'a contract that a new container would not have',
    given: small({ versions: releases({ talosContract: '1.12' }) }),
    finds: [
      found(
        'VER009',
        'versions.talosContract',
        "a container made anew by talosctl speaks Talos 1.13, not '1.12'; the patch fits only the container that exists",
        'leave it out before the container is made anew',
        ['versions.talos'],
      ),
    ],
    twin: small({ versions: releases({ talosContract: '1.13' }) }),
  },
];
