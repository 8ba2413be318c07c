/** What is written: a string, a list of strings that isn't empty, or a map in the order in which it is written. */
export type Node = string | readonly string[] | ReadonlyMap<string, Node>;
