/** Whether one of the regular expressions finds the link; none finds every link. */
export function announces(interfaces: readonly string[], link: string): boolean {
  return interfaces.length === 0 || interfaces.some((text) => matcher(text)?.test(link) ?? false);
}

/** The regular expression, or nothing where it is none. */
export function matcher(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
