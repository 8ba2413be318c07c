/** A container image's reference, taken apart. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * The reference, or `undefined` where the text is none.
 *
 * @see https://github.com/distribution/reference (reference.go)
 */
export function parseImage(text: string): ImageReference | undefined {
  const match =
    /^((?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, repository, tag, digest] = match;
  return { repository: repository as string, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}
