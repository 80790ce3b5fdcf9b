/**
 * Limits for the values of messages, both when they are sent and when they are read.
 *
 * A bad value could stop the process that goes through it: one that is nested too deep, that has too many
 * entries, or that claims a length it does not have.
 */

/** How deep values may be nested. */
export const DEEPEST = 64
/** How many entries a value may have, in all. */
export const MOST_ENTRIES = 1_000_000

/** Says what is wrong with the shape of a value; undefined if nothing is. Circles are allowed. */
export function findExcess(value: unknown): string | undefined {
  const seen = new Set<object>()
  let entries = 0
  const look = (at: unknown, depth: number): string | undefined => {
    if (typeof at !== 'object' || at === null || seen.has(at)) return undefined
    if (depth > DEEPEST) return `it is nested more than ${DEEPEST} levels deep`
    seen.add(at)
    const parts = partsOf(at)
    entries += parts.length
    if (entries > MOST_ENTRIES) return `it has more than ${MOST_ENTRIES} entries`
    for (const part of parts.values()) {
      const excess = look(part, depth + 1)
      if (excess !== undefined) return excess
    }
    return undefined
  }
  return look(value, 0)
}

interface Parts {
  readonly length: number
  values(): Iterable<unknown>
}

const NONE: Parts = { length: 0, values: () => [] }

/** An array is not copied: its length may be a lie. */
function partsOf(value: object): Parts {
  if (Array.isArray(value)) return { length: value.length, values: () => value }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return NONE
  if (value instanceof Map) {
    return { length: 2 * value.size, values: () => [...value.keys(), ...value.values()] }
  }
  if (value instanceof Set) return { length: value.size, values: () => value }
  const keys = Object.keys(value)
  return { length: keys.length, values: () => keys.map((key) => (value as Record<string, unknown>)[key]) }
}
