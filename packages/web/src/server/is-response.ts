/**
 * Is it a Response? Told by its members, because frameworks bring classes of their own. They are not read:
 * Hono on Node makes a real Response as soon as someone looks at one.
 */
export function isResponse(value: unknown): value is Response {
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    'headers' in value &&
    'bodyUsed' in value
  )
}
