/**
 * The addresses that the user wants checked: those that match an `include`, if there is one, and no
 * `exclude`.
 */
export interface AddressFilter {
  readonly include: readonly RegExp[]
  readonly exclude: readonly RegExp[]
}

export function isWanted(url: string, { include, exclude }: AddressFilter): boolean {
  if (exclude.some((pattern) => pattern.test(url))) return false
  return include.length === 0 || include.some((pattern) => pattern.test(url))
}
