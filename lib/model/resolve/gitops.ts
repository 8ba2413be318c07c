import { compareMinors, compareVersions, parseVersion } from '../../base';
import type { ArgocdOptions, GitOps } from '../gitops/argocd';
import type { FluxOptions } from '../gitops/flux';
import { gitOpsMinor, gitOpsTools, newestGitOps } from '../gitops/releases';
import type { GitOpsModel } from '../model';
import { minorWithin } from '../versions';
import type { Context } from './context';

/** Fills in what the definition leaves out about Flux or Argo CD; nothing where it doesn't ask for one. */
export function resolveGitOps(context: Context): GitOpsModel | undefined {
  const { gitops, name } = context.definition;
  if (gitops === undefined) return undefined;
  const { branch = 'main', path = `dist/${name}`, version = newestGitOps(gitops.kind), secretRef, url } = gitops.options;
  checkAddress(context, url, secretRef !== undefined);
  checkBranch(context, branch);
  checkPath(context, path);
  checkVersion(context, gitops.kind, version);
  const { namespace, fieldManager, install } = gitOpsTools[gitops.kind];
  const common = {
    version,
    namespace,
    fieldManager,
    install: install(version),
    url,
    branch,
    path: path.replace(/^(\.\/)+|^\.$|\/+$/g, ''),
    ...(secretRef === undefined ? {} : { secret: secretRef.name }),
    at: context.at('gitops'),
  };
  return isFlux(gitops) ? { tool: 'flux', ...common, ...fluxOnly(context, gitops.options) } : { tool: 'argocd', ...common };
}

function isFlux(gitops: GitOps): gitops is Extract<GitOps, { readonly kind: 'flux' }> {
  return gitops.kind === 'flux';
}

function fluxOnly(context: Context, { interval = '1m', chart = 'helm' }: FluxOptions) {
  const [, amount, unit] = /^([1-9]\d*)(s|m|h)$/.exec(interval) ?? [];
  if (amount === undefined)
    context.add('GIT005', 'gitops.interval', `'${interval}' is no length of time`, {
      repair: "write a whole number with s, m or h, e.g. '5m'",
    });
  else if (unit === 's' && Number(amount) < 30)
    context.add('GIT005', 'gitops.interval', `'${interval}' is so often that hosts of git take it for an attack`, {
      repair: "write '30s' or more",
    });
  return { interval, chart };
}

/** Only addresses that Flux and Argo CD both take, over which nobody can change on the way what the cluster is to run. */
function checkAddress(context: Context, url: RepositoryUrl, hasSecret: boolean): void {
  const path = 'gitops.url';
  const [, scheme, user, rest] = /^(https|ssh):\/\/(?:([^/@]*)@)?([^/@\s]+\/[^@\s]+)$/.exec(url) ?? [];
  const short = /^(?:([\w.-]+)@)?([\w.-]+\.[\w.-]+):(?!\/\/)\/?(\S+)$/.exec(url);
  if (rest === undefined) {
    context.add('GIT001', path, `'${withoutPassword(url)}' is no address over HTTPS or SSH`, {
      repair:
        short === null
          ? "write 'https://HOST/OWNER/NAME', or 'ssh://git@HOST/OWNER/NAME' with a secretRef"
          : `write 'ssh://${short[1] ?? 'git'}@${short[2]}/${short[3]}'`,
    });
  } else if (user?.includes(':') || (scheme === 'https' && user !== undefined)) {
    context.add('GIT001', path, 'the address carries a user or a password, which would be committed', {
      repair: `write '${scheme}://${scheme === 'ssh' ? `${user?.replace(/:.*$/, '')}@` : ''}${rest}', and secretRef: secretRef('…') with the rest`,
    });
  } else if (scheme === 'ssh' && !hasSecret) {
    context.add('GIT002', path, 'a repository over SSH is read with a key, and no Secret is named that has one', {
      repair: "write secretRef: secretRef('…')",
    });
  }
}

type RepositoryUrl = (FluxOptions | ArgocdOptions)['url'];

function withoutPassword(url: string): string {
  return url.replace(/:[^:/@]+@/, ':…@');
}

/** @see https://git-scm.com/docs/git-check-ref-format */
function checkBranch(context: Context, branch: string): void {
  const isBranch = /^[^\s~^:?*[\\]+$/.test(branch) && !/^[-/.]|^@$|^refs\/|\.\.|@\{|\/[/.]|\.lock(\/|$)|[/.]$/.test(branch);
  if (!isBranch)
    context.add('GIT003', 'gitops.branch', `'${branch}' is no name of a branch`, { repair: "write its short name, e.g. 'main'" });
}

function checkPath(context: Context, path: string): void {
  const isBelow = /^[\w./ +@=-]+$/.test(path) && !path.startsWith('/') && !path.split('/').includes('..');
  if (!isBelow)
    context.add('GIT004', 'gitops.path', `'${path}' is no folder of the repository`, {
      repair: `write it from the root of the repository, e.g. 'dist/${context.definition.name}'`,
    });
}

function checkVersion(context: Context, tool: GitOps['kind'], version: string): void {
  const path = 'gitops.version';
  const { name, minors } = gitOpsTools[tool];
  const release = parseVersion(version);
  if (release === undefined) {
    const meant = /^v?(\d+\.\d+\.\d+.*)$/.exec(version)?.[1];
    context.add('VER001', path, `'${version}' is not a release`, {
      repair:
        meant !== undefined && parseVersion(meant) ? `write '${meant}'` : `write it as major.minor.patch, e.g. '${newestGitOps(tool)}'`,
    });
    return;
  }
  const known = Object.keys(minors).sort(compareMinors);
  const minor = gitOpsMinor(tool, version);
  const newest = minor === undefined ? newestGitOps(tool) : `${release.minor}.${minor.newestPatch}`;
  if (minor === undefined && compareMinors(release.minor, known.at(-1) as string) < 0) {
    context.add('VER002', path, `${name} '${version}' is older than what Ichor has objects for`, {
      repair: `write a release of ${known.join(' or ')}, or leave it out`,
    });
    return;
  }
  if (compareVersions(version, newest) > 0)
    context.add(
      'VER003',
      path,
      `${name} '${version}' is newer than Ichor's tables, which end at ${newest}: its known faults aren't known`,
      {
        repair: `write '${newest}', leave it out, or accept it`,
      },
    );
  checkKubernetes(context, name, release.minor, minor?.kubernetes);
}

function checkKubernetes(context: Context, name: string, minor: string, tested: readonly [string, string] | undefined): void {
  const { kubernetes } = context.definition.versions;
  const kubernetesMinor = parseVersion(kubernetes)?.minor;
  if (tested === undefined || kubernetesMinor === undefined || minorWithin(kubernetesMinor, tested)) return;
  context.add(
    'GIT006',
    'gitops',
    `${name} ${minor} is tested with Kubernetes ${tested[0]} to ${tested[1]}; nothing is known of it with '${kubernetes}'`,
    {
      repair: 'write another version, or accept it',
      also: ['versions.kubernetes'],
    },
  );
}
