import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../../lib/model';
import type { Cluster } from './cluster';

/** What every one of these programs begins with: a call that is of none of their kinds is an error, and each is written down. */
const head = `#!/bin/sh
set -eu
there=$(cd "$(dirname "$0")/.." && pwd)
call="\${0##*/} $*"
echo "$call" >>"$there/machines.log"
is() { [ -e "$there/machines-$1" ]; }
make() { : >"$there/machines-$1"; }
after() { found=; for word; do if [ -n "$found" ]; then echo "$word"; return; fi; [ "$word" != "$flag" ] || found=yes; done; }
`;

const tail = `  *) echo "nobody expected this: $call" >&2; exit 1 ;;
esac
`;

/**
 * Writes programs that play machines, or Docker, into the folder for PATH: they take what they are told as far as it is told in the
 * right order, and give the kubeconfig of the cluster of the rehearsal, as one that leads to where the definition's would.
 */
export function playMachines({ folder, kubeconfig }: Cluster, { platform }: Model): void {
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, 'bin', name), text);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  const given = join(folder, 'given-kubeconfig');
  const host = platform.kind === 'metal' ? `https://${platform.endpoint}:6443` : undefined;
  const text = readFileSync(kubeconfig, 'utf8');
  writeFileSync(given, host === undefined ? text : text.replace(/https:\/\/127\.0\.0\.1:\d+/, host));
  program('talosctl', platform.kind === 'metal' ? ofMachines : ofDocker);
  program(
    'docker',
    `${head}case "$call" in
  "docker version --format {{json"*) echo '{"Client":{"Version":"29.0.0"},"Server":{"Version":"29.0.0"}}' ;;
  "docker info --format {{json"*)
    echo '{"OperatingSystem":"Played","Name":"played","CgroupVersion":"2","MemTotal":68719476736,"NCPU":16,"Architecture":"x86_64","KernelVersion":"6.8.0-played"}' ;;
  "docker context inspect"* | "docker network "* | "docker ps --all --filter label"*) ;;
  "docker info"*) echo 29.0.0 ;;
  "docker ps"*) if is container; then echo running; fi ;;
  "docker container inspect"*) is container && echo "running talos" ;;
${tail}`,
  );
  // The factory answers with an id; which of them, the script knows.
  program(
    'curl',
    `${head}if [ "$*" = --version ]; then echo "curl 8.5.0"; exit; fi
grep -ohE '[0-9a-f]{64}' "$there"/dist/*/talos/create.sh\n`,
  );
}

const version = '  "talosctl version --client --short") echo "Talos v1.13.9" ;;';

const ofDocker = `${head}case "$call" in
${version}
  "talosctl cluster create docker"*)
    make container; cp "$there/given-kubeconfig" "$KUBECONFIG"
    flag=--talosconfig-destination; echo "context: played" >"$(after "$@")" ;;
${tail}`;

const ofMachines = `${head}flag=--nodes
node=$(after "$@")
case "$call" in
${version}
  "talosctl --nodes "*" version --insecure --short") ! is "configured-$node" ;;
  "talosctl gen secrets "*) flag=--output-file; echo "secrets: played" >"$(after "$@")" ;;
  "talosctl gen config "*)
    flag=--with-secrets; grep -q played "$(after "$@")"
    flag=--output; out=$(after "$@"); echo "played: config" >"$out" ;;
  "talosctl --talosconfig "*" config endpoint "*) ;;
  "talosctl machineconfig patch "*)
    flag=--patch; patch=$(after "$@"); [ -s "\${patch#@}" ]
    flag=--output; cp "$3" "$(after "$@")" ;;
  "talosctl validate "*) flag=--config; [ -s "$(after "$@")" ] ;;
  "talosctl apply-config --insecure "*) ! is "configured-$node"; flag=--file; [ -s "$(after "$@")" ]; make "configured-$node" ;;
  *" version --short") is "configured-$node" && echo "Talos v1.13.9" ;;
  *" service etcd") is "configured-$node"; if is etcd; then echo "STATE    Running"; echo "HEALTH   OK"; else echo "STATE    Preparing"; fi ;;
  *" list /var/lib/etcd/member") if ! is etcd; then echo "lstat /var/lib/etcd/member: no such file or directory" >&2; exit 1; fi ;;
  *" bootstrap") ! is etcd; make etcd ;;
  *" kubeconfig "*) is etcd; for word; do case "$word" in /*/kubeconfig) cp "$there/given-kubeconfig" "$word" ;; esac; done ;;
${tail}`;
