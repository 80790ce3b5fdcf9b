/**
 * Keeps the AsyncLocalStorage stores of a call for a step that the loop makes.
 *
 * A step in a promise's own reaction has the right stores: the engine keeps them. Only a step that a timer or
 * another task has woken needs this.
 */

import type { Surroundings } from '@acoro/core/lowlevel'

interface World {
  process?: { getBuiltinModule?(name: string): { AsyncResource?: ResourceClass } | undefined }
}

type ResourceClass = new (type: string, options: { requireManualDestroy: boolean }) => Surroundings

const OPTIONS = { requireManualDestroy: true }
const { AsyncResource } = (globalThis as World).process?.getBuiltinModule?.('node:async_hooks') ?? {}

/** The stores in force, or null if the platform has none. */
export function surroundingsHere(): Surroundings | null {
  return AsyncResource === undefined ? null : new AsyncResource('acoro.Call', OPTIONS)
}
