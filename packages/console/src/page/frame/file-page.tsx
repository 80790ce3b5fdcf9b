/** The page for a file in place of a program: an order to step through, or a recording. */

import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { listenForKeys } from '../base/keys.ts'
import { visible } from '../base/visible.ts'
import { AppContext, useAddress, useShown } from '../data/app.ts'
import type { Client } from '../data/client.ts'
import type { Live } from '../data/live.ts'
import { useSaid } from '../data/use-said.ts'
import { OpenedOrder } from '../order/order.tsx'
import { OpenedRecording } from '../record/record.tsx'
import { Keys, ORDER_KEYS, RECORDING_KEYS } from './keys.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export function FilePage({ client, live, shows }: { client: Client; live: Live; shows: string }): VNode {
  const { address, go, set } = useAddress()
  const shown = useShown(live)
  const [said, say] = useSaid()
  useEffect(listenForKeys, [])
  const { connection } = shown
  const isOrder = shows === 'order'
  return (
    <AppContext.Provider value={{ client, live, address, shown, go, set, say }}>
      <header>
        <span class="brand">acoro console</span>
        <span class="program">{isOrder ? 'a recorded order' : 'a recording'}, from a file</span>
        <span class="switches">
          <ThemeSwitch />
          <Keys keys={isOrder ? ORDER_KEYS : RECORDING_KEYS} />
        </span>
      </header>
      {connection.kind === 'refused' ? (
        <p class="banner alarm" role="alert">
          {connection.why}
        </p>
      ) : null}
      <div class="page">
        <main>{isOrder ? <OpenedOrder /> : <OpenedRecording />}</main>
      </div>
      <p class="said" role="status">
        {visible(said)}
      </p>
    </AppContext.Provider>
  )
}
