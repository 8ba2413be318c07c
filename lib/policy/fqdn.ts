const character = '[-a-zA-Z0-9_]';
/** One or more whole labels with their dots. */
const labels = `(${character}+([.]${character}+){0,})[.]`;
const everyName = /^[*]+[.]?$/;

/**
 * Whether a host name is one that a `matchName` or a `matchPattern` means.
 *
 * Letter case and a dot at the end make no difference. `*` alone, however often, means every name; `**.` and more stars in
 * front mean one or more whole labels; anywhere else a run of stars means any characters of one label, none too. So
 * `*.example.com` means `a.example.com`, and neither `example.com` nor `a.b.example.com`.
 *
 * @see cilium 1.20.2 and 1.19.6 pkg/fqdn/matchpattern/matchpattern.go, which are equal
 */
export function meansName(pattern: string, name: string): boolean {
  return nameExpression(pattern).test(fullName(name));
}

/** Whether it means several names: whether there is a star in it. */
export function isNamePattern(pattern: string): boolean {
  return pattern.includes('*');
}

/**
 * A host name as DNS, and so the agent, has it: in lower case, with a dot at the end.
 *
 * @see cilium 1.20.2 pkg/fqdn/dns/dns.go (FQDN)
 */
export function fullName(name: string): string {
  return name.endsWith('.') ? name.toLowerCase() : `${name.toLowerCase()}.`;
}

/**
 * What the names that a `matchName` or `matchPattern` means look like, as an expression for {@link fullName}s.
 *
 * @see cilium 1.20.2 pkg/fqdn/matchpattern/matchpattern.go (Sanitize, ToAnchoredRegexp)
 */
export function nameExpression(pattern: string): RegExp {
  if (everyName.test(pattern)) return new RegExp(`(^(${character}+[.])+$)|(^[.]$)`);
  const parts = fullName(pattern)
    .split('.')
    .map((part, i) => (i === 0 && /^\*{2,}$/.test(part) ? undefined : part));
  const body = parts
    .map((part, i) => {
      if (part === undefined) return labels;
      const text = part.replace(/[^*]/g, (c) => (/[-\w]/.test(c) ? c : `\\u{${(c.codePointAt(0) as number).toString(16)}}`));
      return `${text.replace(/\*+/g, `${character}*`)}${i === parts.length - 1 ? '' : '[.]'}`;
    })
    .join('');
  return new RegExp(`^${body}$`, 'u');
}

/**
 * Names that a pattern means and that nobody names: each star is filled with the text, a `**.` in front with one, two or three
 * labels of it.
 */
export function namesOf(pattern: string, filler: string): readonly string[] {
  const depths = [1, 2, 3].map((n) => Array.from({ length: n }, () => filler).join('.'));
  if (everyName.test(pattern)) return depths.map(fullName);
  const full = fullName(pattern);
  const rest = full.replace(/^\*{2,}\./, '');
  const fill = (text: string) => text.replace(/\*+/g, filler);
  return rest === full ? [fill(full)] : depths.map((depth) => `${depth}.${fill(rest)}`);
}
