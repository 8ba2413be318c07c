import type { HttpRule } from '../l7';
import { list, made, members, optional, options, text } from './check';

const names = members({ names: list(text) });

/** What may pass through a port. */
export const l7 = list(
  made(
    { http: '.http({ … })', dns: ".dns('…')", 'server-names': ".serverNames('…')" },
    {
      http: members({
        rules: list(
          options<HttpRule>({ method: optional(text), path: optional(text), host: optional(text), headers: optional(list(text)) }),
        ),
      }),
      dns: names,
      'server-names': names,
    },
  ),
);
