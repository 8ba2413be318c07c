/** The first line of what was thrown, whatever it was; an error needn't be of this realm. */
export function thrownMessage(thrown: unknown): string {
  const message = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? String(thrown.message) : String(thrown);
  return message.split('\n', 1)[0] ?? '';
}
