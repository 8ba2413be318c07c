/** Variables by which cdk8s changes what it writes. */
const variables = ['CDK8S_LEGACY_HASH', 'CDK8S_DISABLE_SORT', 'CDK8S_RECORD_CONSTRUCT_METADATA', 'CDK8S_OUTDIR'] as const;

/** Runs with cdk8s' variables unset, so that a definition gives the same objects in every shell. */
export function withoutCdk8sEnvironment<T>(run: () => T): T {
  const before = variables.map((name) => [name, process.env[name]] as const);
  for (const name of variables) delete process.env[name];
  try {
    return run();
  } finally {
    for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
  }
}
