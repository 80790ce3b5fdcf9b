/** What the platform itself says of the arguments of a request: each says it in other words. */
export function refusal(...args: ConstructorParameters<typeof Request>): string {
  try {
    new Request(...args)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error(`Expected the platform to refuse a request to ${args[0]}`)
}
