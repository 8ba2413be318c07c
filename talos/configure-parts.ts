import { shellWord } from '../lib/base';
import { forEach } from './node-script';

/** A node, and how the script finds it. */
export interface Located {
  readonly name: string;
  readonly address: string;
  /** Whether it is a member of etcd. */
  readonly control: boolean;
}

/** Lines of shell with `locate NODE`, which finds a node and makes sure that it is the one. */
export function located(cluster: string, nodes: readonly Located[]): string[] {
  return [
    '# The config has to come to its own node, whoever has the address now.',
    'locate() {',
    '  case "$1" in',
    ...nodes.map(({ name, address, control }) => `    ${shellWord(name)}) address=${address} control=${control ? 'yes' : ''} ;;`),
    `    *) stop "${cluster} has no node '$1'" ;;`,
    '  esac',
    '  [ -e "$folder/talosconfig" ] || stop "$folder/talosconfig is missing: bring the one of the cluster"',
    '  hostname=$(ask "$address" get hostname --output "jsonpath={.spec.hostname}") ||',
    '    stop "$1 does not answer at $address with the talosconfig of $folder: nothing was changed"',
    '  [ "$hostname" = "$1" ] || stop "$address is $hostname now, and $1 was expected there: nothing was changed"',
    '}',
    '',
  ];
}

/** Lines of shell with `healthy`, which tells whether etcd is on all control planes. */
export function etcd(addresses: readonly string[]): string[] {
  return [
    'healthy() {',
    ...forEach('member', addresses),
    '    service=$(ask "$member" service etcd 2>/dev/null) || return 1',
    '    case "$(echo "$service" | sed -n "s/^STATE  *//p") $(echo "$service" | sed -n "s/^HEALTH  *//p")" in',
    '      "Running OK") ;;',
    '      *) return 1 ;;',
    '    esac',
    '  done',
    '}',
    '',
  ];
}

/** Lines of shell that do what the script is asked for. */
export const dispatch = [
  'begin() {',
  '  need talosctl',
  '  enter "$1"',
  '  [ -z "$2" ] || locate "$2"',
  '}',
  'case "${1:-} $#" in',
  `  "help 1" | "-h 1" | "--help 1") sed -n '2,/^set -eu/s/^# \\{0,1\\}//p' "$0" ;;`,
  '  "same 3") begin "$2" "$3"; same "$3" ;;',
  '  "show 3") begin "$2" "$3"; show "$3" ;;',
  '  "change 3") begin "$2" "$3"; change "$3" ;;',
  '  "etcd 2") begin "$2" ""; healthy || stop "etcd is not healthy on all control planes" ;;',
  '  *) stop "usage: ./configure.sh same FOLDER NODE | show FOLDER NODE | change FOLDER NODE | etcd FOLDER; ./configure.sh --help says more" ;;',
  'esac',
];
