import type { GenericOptions, RaspberryPi5Options } from '../platform/machine';
import type { LinkOptions, NodeOptions, Taint } from '../platform/metal';
import { type Check, choice, either, flag, list, made, map, members, number, optional, options, required, text } from './check';
import { patch } from './patch';

const disk: Check = either(
  'a disk',
  "write '/dev/nvme0n1', or { serial: '…' }",
  text,
  options<{ serial: string }>({ serial: required(text) }),
  options<{ wwid: string }>({ wwid: required(text) }),
  options<{ model: string }>({ model: required(text) }),
);

const machineShape = {
  disk: optional(disk),
  memory: optional(text),
  extensions: optional(list(text)),
  kernelArguments: optional(list(text)),
};

const machine = made(
  { generic: "generic({ architecture: 'amd64', interface: '…' })", 'raspberry-pi-5': 'raspberryPi5()' },
  {
    generic: members({
      options: options<GenericOptions>({
        ...machineShape,
        architecture: required(choice(['amd64', 'arm64'])),
        interface: required(text),
      }),
    }),
    'raspberry-pi-5': members({
      options: options<RaspberryPi5Options>({
        ...machineShape,
        interface: optional(text),
        configTxtAppend: optional(text),
        offloads: optional(flag),
      }),
    }),
  },
);

const nodeOptions = options<NodeOptions>({
  address: required(text),
  machine: required(machine),
  dhcp: optional(flag),
  subnet: optional(text),
  router: optional(text),
  interface: optional(text),
  disk: optional(disk),
  memory: optional(text),
  links: optional(list(options<LinkOptions>({ interface: required(text), address: required(text), mtu: optional(number) }))),
  labels: optional(map(text)),
  taints: optional(
    list(
      options<Taint>({
        key: required(text),
        value: optional(text),
        effect: required(choice(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])),
      }),
    ),
  ),
  patch: optional(patch),
});

/** A node of metal. */
export const node = made(
  { node: "controlPlane('…', { … }) or worker('…', { … })" },
  { node: members({ role: choice(['control-plane', 'worker']), name: text, options: nodeOptions }) },
);
