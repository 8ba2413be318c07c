import type { DnsL7, HttpL7, HttpRule, L7, L7Kind, ServerNamesL7 } from '../policy';
import { frozen } from './value';

export type { HttpRule, L7, L7Kind };

/** One value or several. */
export type AtLeastOne<T> = readonly [T, ...T[]];

interface L7ByKind {
  readonly http: HttpL7;
  readonly dns: DnsL7;
  readonly 'server-names': ServerNamesL7;
}

/** The limits of a kind. */
export type L7Of<K extends L7Kind> = L7ByKind[K];

/**
 * A target port with what may pass through it, and with the three ways to say so. Each gives another value and leaves this
 * one as it is; nothing is looked at before a definition is resolved.
 */
export function withL7<T>(port: object, l7: readonly L7[] = []): T {
  const value = {
    ...port,
    l7,
    http: (...rules: readonly HttpRule[]) => withL7<T>(port, [...l7, { kind: 'http', rules } satisfies HttpL7]),
    dns: (...names: readonly string[]) => withL7<T>(port, [...l7, { kind: 'dns', names } satisfies DnsL7]),
    serverNames: (...names: readonly string[]) => withL7<T>(port, [...l7, { kind: 'server-names', names } satisfies ServerNamesL7]),
  };
  for (const hidden of ['http', 'dns', 'serverNames']) Object.defineProperty(value, hidden, { enumerable: false });
  return frozen(value) as T;
}
