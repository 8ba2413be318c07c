import type { SecretRef } from '../secret';

/** What Flux and Argo CD have in common: where the output is in git. */
export type RepositoryOptions = RepositoryAddress & {
  /** The branch that the cluster follows: what is merged there is what runs. @default 'main' */
  readonly branch?: string;
  /**
   * The folder of this cluster's output in the repository.
   *
   * @default `dist/<cluster>`, where synth writes it
   */
  readonly path?: string;
};

/**
 * The repository's address. Over SSH nobody reads without a key, so that the compiler asks for its Secret; over HTTPS a public
 * repository needs none.
 */
export type RepositoryAddress =
  | {
      /** `https://host/owner/name`; never with a password in it, since it stands in the output. */
      readonly url: `https://${string}`;
      /** The Secret with `username` and `password`, in the namespace of Flux or Argo CD. @default none: the repository is public */
      readonly secretRef?: SecretRef;
    }
  | {
      /** `ssh://git@host/owner/name`. */
      readonly url: `ssh://${string}`;
      /**
       * The Secret with the key, in the namespace of Flux (`identity`, `known_hosts`) or Argo CD (`sshPrivateKey`, and the label
       * `argocd.argoproj.io/secret-type: repository`).
       */
      readonly secretRef: SecretRef;
    };
