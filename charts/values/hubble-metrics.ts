/** Who the ends of a flow are: the workload with its namespace, or what Cilium calls a peer that is none (`reserved:world`). */
const ends = ['sourceContext=workload|reserved-identity', 'destinationContext=workload|reserved-identity'];

/** By both ends, and by their namespaces, which the dashboards of the chart choose by. */
const byWorkload = [...ends, 'labelsContext=source_namespace,destination_namespace'].join(';');

/** What the dashboard of HTTP by workload reads; exemplars lead from a slow request to its trace, where it has one. */
const ofRequests =
  'exemplars=true;labelsContext=source_namespace,source_workload,destination_namespace,destination_workload,traffic_direction';

/**
 * The metrics of flows that Ichor chooses: connections, drops and verdicts of policies, DNS and HTTP.
 *
 * Each label has as many values as there are workloads and namespaces. There are no pods, addresses, host names and ports among
 * them, of which there is always another: `port-distribution` is left out for that reason.
 *
 * @see https://docs.cilium.io/en/v1.20/observability/metrics/#hubble-exported-metrics
 * @see cilium 1.20.2 pkg/hubble/metrics/api/context.go (ContextOptionsHelp), and the chart's files/hubble/dashboards
 */
export const chosenMetrics: readonly string[] = [
  ...['dns', 'drop', 'flow', 'icmp', 'policy', 'tcp'].map((metric) => `${metric}:${byWorkload}`),
  `httpV2:${ofRequests}`,
];
