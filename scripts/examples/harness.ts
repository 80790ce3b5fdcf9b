// What a transformed example calls, and what runs it.

import { format } from 'node:util'
import { expect, vi } from 'vitest'

const reached = new Set<string>()

export function equal<T>(actual: T, expected: unknown, where: string): T {
  reached.add(where)
  expect(actual, where).toEqual(expected)
  return actual
}

export function thrown(caught: { error: unknown } | undefined, expected: string, where: string): void {
  reached.add(where)
  expect(caught, `${where}: nothing was thrown`).toBeDefined()
  const error = caught?.error as Error
  const actual = expected.includes(':') ? `${error.name}: ${error.message}` : error.name
  expect(matches(expected, actual) ? expected : actual, where).toBe(expected)
}

/** `…` in what is expected stands for any text. */
function matches(expected: string, actual: string): boolean {
  const parts = expected.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(actual)
}

/**
 * Imports the example. Every claim in it has to be reached, and what it logs must be what its `// prints:`
 * comments say, where it has any.
 */
export async function play(
  load: () => Promise<unknown>,
  { prints, claims }: { prints: string[]; claims: string[] },
): Promise<void> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
    lines.push(...format(...values).split('\n'))
  })
  reached.clear()
  try {
    await load()
  } finally {
    log.mockRestore()
  }
  expect(claims.filter((where) => !reached.has(where)).map((where) => `${where} was never reached`)).toEqual(
    [],
  )
  if (prints.length === 0) return
  expect(lines.map((line, i) => (matches(prints[i] ?? '', line) ? prints[i] : line))).toEqual(prints)
}
