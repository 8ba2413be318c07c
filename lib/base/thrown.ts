/** The first line of what was thrown, whatever it was; an error needn't be of this realm. */
export function thrownMessage(thrown: unknown): string {
  try {
    const message = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? String(thrown.message) : String(thrown);
    return message.split('\n', 1)[0] ?? '';
  } catch {
    return 'something was thrown that has no text';
  }
}
