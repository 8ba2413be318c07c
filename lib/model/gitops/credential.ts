import type { GitOpsModel } from '../model';

/** What the Secret has to have by which Flux or Argo CD read a repository; its values are never known here. */
export interface Credential {
  /** Its keys, each with the arguments of `kubectl create secret generic` that fill it, where `FILE` and `NAME` stand for a person's own. */
  readonly keys: Readonly<Record<string, string>>;
  /** The label without which nobody finds it: `key=value`. */
  readonly label?: string;
}

/**
 * The keys and the label that upstream asks for, by how the repository is reached.
 *
 * @see https://fluxcd.io/flux/components/source/gitrepositories/#secret-reference
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories
 */
export function credentialOf({ tool, url }: Pick<GitOpsModel, 'tool' | 'url'>): Credential {
  const isKey = url.startsWith('ssh:');
  const password = { username: '--from-literal=username=NAME', password: '--from-file=password=FILE' };
  if (tool === 'flux')
    return { keys: isKey ? { identity: '--from-file=identity=FILE', known_hosts: '--from-file=known_hosts=FILE' } : password };
  return {
    keys: {
      type: '--from-literal=type=git',
      url: `--from-literal=url=${url}`,
      ...(isKey ? { sshPrivateKey: '--from-file=sshPrivateKey=FILE' } : password),
    },
    label: 'argocd.argoproj.io/secret-type=repository',
  };
}
