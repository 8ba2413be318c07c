/**
 * Lines of shell with `plain`, which leaves secrets out of what is shown of config: the values of keys that hold one, long values
 * that are nothing but base64, and passwords in addresses.
 */
export const withoutSecrets = [
  'plain() {',
  '  sed -E \\',
  `    -e 's/^([-+ ]*(- )?"?([A-Za-z]*([Tt]oken|[Ss]ecret|[Pp]assword|[Pp]assphrase|[Aa]uth|[Pp]rivateKey|[Pp]resharedKey)|key)"?: +)[^ ].*$/\\1(left out)/' \\`,
  "    -e 's#^([-+ ]*(- )?([A-Za-z]+: +)?)[A-Za-z0-9+/]{40,}=*$#\\1(left out)#' \\",
  "    -e 's#://[^/@: ]*:[^/@ ]*@#://(left out)@#g'",
  '}',
  '',
];

/** How long a change is tried before the node goes back, in seconds. */
const tryTime = 120;

/**
 * Lines of shell with `same`, `show` and `change`, which hold a config that `render` made against the one that a node has. What tells
 * that they differ is the node itself, which takes no offence at a dry run.
 *
 * A dry run that isn't of the mode `try` ends a trial that is going on in Talos 1.13, and the config that was tried then is the live
 * one without being kept. So a trial leaves a mark until it was kept, and what has the mark isn't the same.
 *
 * @param node a container can't reboot
 * @see talos v1.13.9 internal/app/machined/internal/server/v1alpha1/v1alpha1_server.go (ApplyConfiguration)
 * @see talos v1.14.1 cmd/talosctl/pkg/talos/helpers/mode.go (PrintApplyResults)
 */
export function changing(kubernetes: string, node: 'machine' | 'container'): string[] {
  return [
    'lines() {',
    '  printf "%s\\n" "$said"',
    '}',
    '# What the node says of the config, which is where it differs from its own.',
    'compare() {',
    '  render "$1"',
    '  said=$(ask "$address" apply-config --file "$rendered" --dry-run 2>&1) || stop "$(lines | plain)"',
    '}',
    'differs() {',
    '  [ -e "$folder/trying-$1" ] || ! lines | grep -qx "No changes\\."',
    '}',
    'same() {',
    '  [ ! -e "$folder/trying-$1" ] || return 1',
    '  compare "$1"',
    '  ! differs "$1"',
    '}',
    'show() {',
    '  compare "$1"',
    '  lines | plain',
    '}',
    'give() {',
    '  said=$(ask "$address" apply-config --file "$rendered" "$@" 2>&1) || stop "$(lines | plain)"',
    '  lines | plain',
    '}',
    'change() {',
    '  compare "$1"',
    '  differs "$1" || return 0',
    '  images=$(lines | grep -E "^[+].*image: .*/(kubelet|kube-apiserver|kube-controller-manager|kube-scheduler|kube-proxy):" || :)',
    '  [ -z "$images" ] ||',
    `    stop "$1 runs another Kubernetes than ${kubernetes}, which comes by talosctl --nodes $address upgrade-k8s --to ${kubernetes}: nothing was changed"`,
    '  if lines | grep -q "^Applied configuration with a reboot"; then',
    ...(node === 'machine'
      ? [
          '    before=$(start_of "$address") || stop "$1 does not say when it started: nothing was changed"',
          '    give --mode auto',
          '    echo "$1 reboots, which takes some minutes"',
          '    rebooted "$1" "$before"',
        ]
      : ['    stop "a container has no reboot, which this change needs: it takes a new one; nothing was changed"']),
    '  else',
    '    try "$1"',
    '  fi',
    '  rm -f "$folder/trying-$1"',
    '  [ -z "$control" ] || settled "$1"',
    '}',
    ...(node === 'machine' ? rebooting : []),
    'try() {',
    '  : >"$folder/trying-$1"',
    `  end=$(($(date +%s) + ${tryTime - 20}))`,
    `  give --mode try --timeout ${tryTime}s`,
    '  back="$1 does not answer with this config: within two minutes it goes back to the one that it had"',
    '  sleep 15',
    '  until ask "$address" version --short >/dev/null 2>&1; do',
    '    [ "$(date +%s)" -lt "$end" ] || stop "$back"',
    '    sleep 5',
    '  done',
    '  [ "$(date +%s)" -lt "$end" ] || stop "$back"',
    '  give --mode no-reboot',
    '}',
    'settled() {',
    '  left=60',
    '  until healthy; do',
    '    left=$((left - 1))',
    '    [ "$left" -gt 0 ] || stop "etcd is not healthy on all control planes after the change of $1: mend it before the next one is changed"',
    '    sleep 5',
    '  done',
    '}',
    '',
  ];
}

const rebooting = [
  '# A node that reboots answers a while longer: what tells that it has is another start of its kernel.',
  'start_of() {',
  '  ask "$1" read /proc/sys/kernel/random/boot_id 2>/dev/null',
  '}',
  'rebooted() {',
  '  left=180',
  '  while :; do',
  '    now=$(start_of "$address") || now=',
  '    case "$now" in "" | "$2") ;; *) return ;; esac',
  '    left=$((left - 1))',
  '    [ "$left" -gt 0 ] || stop "$1 is not back within 15 minutes: look at its screen"',
  '    sleep 5',
  '  done',
  '}',
];
