const units: Readonly<Record<string, number>> = {
  '': 1,
  ...{ k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/**
 * Bytes of a Kubernetes quantity (`256Mi`, `1G`, `1073741824`), or `undefined` where the text is none.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)(?:([KMGTPE]i|[kMGTPE])|[eE](\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * (units[match[2] ?? ''] as number) * 10 ** Number(match[3] ?? 0);
}

/**
 * Bytes of a size as talosctl and Docker write it (`6GiB`, `512MiB`, `2GB`), or `undefined` where the text is none.
 *
 * @see https://pkg.go.dev/github.com/dustin/go-humanize#ParseBytes
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s?(KiB|MiB|GiB|TiB|KB|MB|GB|TB)$/.exec(text);
  if (match === null) return undefined;
  const unit = (match[2] as string).replace('B', '').replace('K', match[2] === 'KB' ? 'k' : 'K');
  return Number(match[1]) * (units[unit] as number);
}

/** Thousandths of a CPU of a Kubernetes quantity (`250m`, `2`, `0.5`), or `undefined` where the text is none. */
export function parseMilliCpu(text: string): number | undefined {
  const match = /^(\d+)m$|^(\d+(?:\.\d{1,3})?)$/.exec(text);
  if (match === null) return undefined;
  return match[1] === undefined ? Math.round(Number(match[2]) * 1000) : Number(match[1]);
}

/** Bytes in whole MiB as people read them: `1 536 MiB`. */
export function formatMiB(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20)).replace(/\B(?=(\d{3})+$)/g, ' ')} MiB`;
}
