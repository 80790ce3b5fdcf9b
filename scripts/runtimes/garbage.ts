import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/** Collects what nobody holds any more, at once. Only on server. */
export function collectGarbage(): void {
  collect ??= find()
  collect()
}

function find(): () => void {
  const { Bun } = globalThis as { Bun?: { gc(now: boolean): void } }
  if (Bun !== undefined) return () => Bun.gc(true)
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}
