import { type Body, run } from '@acoro/core'
import { currentNetwork, type Network, nodeNetwork } from '@acoro/streams'
import { networkSuite } from '../network-suite.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { turn } from '../support/turn.ts'

leavesNothingOpen()

networkSuite("Node's sockets", {
  makeNetwork: () => nodeNetwork,
  run: <T>(network: Network, main: Body<T>) =>
    run(function* () {
      currentNetwork.set(network)
      return yield* typeof main === 'function' ? main() : main
    }),
  turn,
  host: '127.0.0.1',
})
