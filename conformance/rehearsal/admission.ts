import type { JsonObject } from '../../lib/base';

/**
 * The admission configuration that Talos generates for its API server: pods of a namespace that says nothing else are held to
 * the baseline, but for those of `kube-system`.
 *
 * @see pkg/machinery/config/generate/init.go of Talos
 */
export const talosAdmission: JsonObject = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AdmissionConfiguration',
  plugins: [
    {
      name: 'PodSecurity',
      configuration: {
        apiVersion: 'pod-security.admission.config.k8s.io/v1',
        kind: 'PodSecurityConfiguration',
        defaults: {
          enforce: 'baseline',
          'enforce-version': 'latest',
          audit: 'restricted',
          'audit-version': 'latest',
          warn: 'restricted',
          'warn-version': 'latest',
        },
        exemptions: { usernames: [], runtimeClasses: [], namespaces: ['kube-system'] },
      },
    },
  ],
};
