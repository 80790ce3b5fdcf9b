/** Which Network a program uses: a context variable, so that it can be replaced for a part of a program. */

import { ContextVar } from '@acoro/core'
import type { Network } from '../network/network.ts'
import { nodeNetwork } from './node-network.ts'

/**
 * The Network that programs use: Node's sockets, unless another one is set in the context.
 *
 * @example
 * ```ts
 * import { currentNetwork } from '@acoro/streams'
 *
 * currentNetwork.get().name // => 'node'
 * ```
 */
export const currentNetwork: ContextVar<Network> = new ContextVar<Network>('network', {
  default: nodeNetwork,
})
