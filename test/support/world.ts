import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Programs that play a machine with Docker, and a cluster in it: they keep what there is as files, write down how they are called, and
 * fail where they are told to.
 */
const program = `#!/bin/sh
world=$(cd "$(dirname "$0")/.." && pwd)
name=\${0##*/}
call="$name $*"
echo "$call" >>"$world/calls"
if [ -s "$world/fail" ]; then
  pattern=$(cat "$world/fail")
  case "$call" in
    $pattern) : >"$world/fail"; echo "$name was told to fail" >&2; exit 1 ;;
  esac
fi
is() { [ -e "$world/state/$1" ]; }
make() { touch "$world/state/$1"; }
last() { for word; do :; done; echo "$word"; }
key() { echo "$1" | tr '/' '_'; }
case "$call" in
  "docker version --format {{json"*) echo '{"Client":{"Version":"29.0.0"},"Server":{"Version":"29.0.0"}}' ;;
  "docker info --format {{json"*) echo '{"OperatingSystem":"Played","Name":"played","CgroupVersion":"2","MemTotal":68719476736,"NCPU":16,"Architecture":"x86_64","KernelVersion":"6.8.0-played"}' ;;
  "docker context inspect"* | "docker network "* | "docker ps --all --filter label"*) ;;
  "talosctl version --client --short") echo "Talos v1.13.9" ;;
  "kubectl version --client"*) echo '{"clientVersion":{"gitVersion":"v1.36.3"}}' ;;
  "helm version --short") echo v4.1.4 ;;
  "docker info"*) echo 29.0.0 ;;
  "docker ps"*) if is container; then echo running; fi ;;
  "docker container inspect"*) is container && echo "running image" ;;
  "talosctl cluster create docker"*) make container; echo config >"$KUBECONFIG"; echo config >"\${*##*--talosconfig-destination }" ;;
  "kubectl"*"get --raw /readyz"*) is container && echo ok ;;
  "kubectl"*"config view"*) cat "$world/server" ;;
  "kubectl"*"get namespace kube-system"*) cat "$world/uid" ;;
  "kubectl"*"get nodes"*) cat "$world/nodes" ;;
  "kubectl"*" diff "*) is "applied-$(key "$(last "$@")")" || { echo "+ difference"; exit 1; } ;;
  "kubectl"*" apply "*) make "applied-$(key "$(last "$@")")"; echo applied ;;
  "kubectl"*"get daemonset"*) if is flannel; then echo daemonset.apps/kube-flannel; fi ;;
  "kubectl"*"get crd/"*toolkit.fluxcd.io* | "kubectl"*"get crd/applications.argoproj.io"*) ls "$world/state" | grep -q install.yaml ;;
  "kubectl"*"get kustomizations"* | "kubectl"*"get applications"*)
    ls "$world/state" | grep -Eq 'flux_sync$|_argocd$' || exit 1
    if is suspended; then echo true.; else echo '{}.' | if [ "\${call#*kustomizations}" = "$call" ]; then cat; else echo .; fi; fi ;;
  "kubectl"*"get secrets --selector"*) if is secret; then echo secret/home-token; fi ;;
  "kubectl"*" create namespace "*) make "namespace-$(last "$@")" ;;
  "kubectl"*"get namespace argocd"*) is namespace-argocd ;;
  "kubectl"*"get crd"*) is release ;;
  "kubectl"*" wait "* | "kubectl"*"rollout status"*) is release ;;
  "kubectl"*"get secret"*) is secret ;;
  "helm"*" list "*) if is release; then cat "$world/state/release"; else echo '[]'; fi ;;
  "helm"*" history "*) is release && cat "$world/state/release" ;;
  "helm"*" upgrade "*)
    description=\${*##*--description }
    version=\${*##*--version }
    echo "[{\\"status\\":\\"deployed\\",\\"chart\\":\\"cilium-\${version%% *}\\",\\"description\\":\\"\${description%% --*}\\"}]" >"$world/state/release" ;;
  *) echo "nobody expected this: $call" >&2; exit 1 ;;
esac
`;

/** A machine and a cluster that are played. */
export interface World {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** How programs were called, in their order; with this, from now on. */
  calls(): string[];
  /** Those calls that change something. */
  writes(): string[];
  /** The next call of this pattern, as the shell has them, fails. */
  fail(pattern: string): void;
  /** Makes something be there: `flannel`, `secret`. */
  has(what: string): void;
  /** What the cluster says of itself. */
  says(identity: { readonly uid?: string; readonly server?: string; readonly nodes?: string }): void;
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A world in which there is nothing yet, with these files. */
export function world(files: Readonly<Record<string, string>> = {}): World {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-plan-'));
  folders.push(folder);
  const bin = join(folder, 'bin');
  for (const made of [bin, join(folder, 'state')]) mkdirSync(made);
  writeFileSync(join(bin, 'played'), program);
  chmodSync(join(bin, 'played'), 0o755);
  for (const name of ['docker', 'talosctl', 'kubectl', 'helm']) symlinkSync('played', join(bin, name));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const says: World['says'] = (identity) => {
    for (const [what, text] of Object.entries(identity)) writeFileSync(join(folder, what), text);
  };
  says({ uid: 'uid-1', server: 'https://127.0.0.1:41234', nodes: 'joelclaw-controlplane-1' });
  const calls = () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n') : []);
  return {
    folder,
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: folder },
    calls,
    writes: () => calls().filter((call) => / apply | upgrade |cluster create| delete /.test(call)),
    fail: (pattern) => writeFileSync(join(folder, 'fail'), pattern),
    has: (what) => writeFileSync(join(folder, 'state', what), ''),
    says,
  };
}
