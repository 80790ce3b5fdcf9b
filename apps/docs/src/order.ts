/** Those of `first` in its order, then the others as they come. */
export function inOrder<T>(items: readonly T[], first: readonly string[], nameOf: (item: T) => string): T[] {
  const place = (item: T): number => {
    const index = first.indexOf(nameOf(item))
    return index === -1 ? first.length : index
  }
  return items.toSorted((a, b) => place(a) - place(b))
}
