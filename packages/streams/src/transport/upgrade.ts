/** Continuing a connection under TLS: from one wire to the next. */

import { type Awaitable, coroutine } from '@acoro/core'
import type { StartTlsOptions, Wire } from './wire.ts'

/** What an upgrade needs of its transport. */
interface Upgradable {
  abort(): void
  /** @internal */
  _beginUpgrade(options: StartTlsOptions, unread: readonly Uint8Array[]): Awaitable<Wire>
  /** @internal Null if it failed. */
  _endUpgrade(wire: Wire | null): void
}

type Upgrade = (
  transport: Upgradable,
  options: StartTlsOptions,
  unread: readonly Uint8Array[],
) => Awaitable<void>

/** Runs the upgrade. If it fails or is cancelled, the connection is aborted. */
export const upgrade: Upgrade = coroutine(function* startTls(
  transport: Upgradable,
  options: StartTlsOptions,
  unread: readonly Uint8Array[],
) {
  let wire: Wire | null = null
  try {
    wire = yield* transport._beginUpgrade(options, unread)
  } finally {
    if (wire === null) transport.abort()
    transport._endUpgrade(wire)
  }
})
