import type { DockerNeeds } from './needs';

type Provider = DockerNeeds['provider'];

/** The command or page that installs a program, or brings it up to date. */
export function installation(
  program: 'talosctl' | 'kubectl' | 'helm' | 'curl' | 'docker',
  platform: NodeJS.Platform,
  provider?: Provider,
): string {
  const mac = platform === 'darwin';
  switch (program) {
    case 'talosctl':
      return mac ? 'brew install siderolabs/tap/talosctl' : 'curl -sL https://talos.dev/install | sh';
    case 'kubectl':
      return mac ? 'brew install kubectl' : 'see https://kubernetes.io/docs/tasks/tools/';
    case 'helm':
      return mac ? 'brew install helm' : 'see https://helm.sh/docs/intro/install/';
    case 'curl':
      return mac ? 'brew install curl' : 'see https://curl.se/download.html';
    case 'docker':
      if (provider === 'docker-desktop') return 'see https://docs.docker.com/desktop/';
      if (provider === 'colima' || mac) return 'brew install colima docker && colima start';
      return 'see https://docs.docker.com/engine/install/';
  }
}

/** What makes Docker's daemon answer, by what it says and what runs it. */
export function startDocker(said: string, platform: NodeJS.Platform, provider?: Provider): string {
  if (/permission denied/i.test(said)) return 'sudo usermod -aG docker "$USER", then log in again';
  switch (provider ?? (platform === 'linux' ? 'engine' : 'other')) {
    case 'colima':
      return 'colima start';
    case 'docker-desktop':
      return platform === 'darwin' ? 'open -a Docker' : 'start Docker Desktop';
    case 'engine':
      return 'sudo systemctl start docker';
    case 'other':
      return 'start it; docker context ls shows which one is asked';
  }
}

/** What gives Docker's machine more, or has the cluster take less. */
export function growMachine(
  what: 'memory' | 'cpus',
  wanted: number,
  { provider, less }: { readonly provider: Provider; readonly less: string },
): string {
  const option = what === 'memory' ? 'memory' : 'cpu';
  switch (provider) {
    case 'colima':
      return `colima stop && colima start --${option} ${wanted}`;
    case 'docker-desktop':
      return `give it ${wanted}${what === 'memory' ? ' GiB' : ''} in Docker Desktop's settings, under Resources`;
    case 'engine':
    case 'other':
      return less;
  }
}

/** What shows who listens on a port. */
export function whoListens(port: number, protocol: string, platform: NodeJS.Platform): string {
  if (platform === 'linux') return `sudo ss -${protocol === 'UDP' ? 'u' : 't'}lnp 'sport = :${port}' shows who`;
  return `sudo lsof -nP -i${protocol}:${port} shows who`;
}
