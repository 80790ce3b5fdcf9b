/** What every part of the page may need: the address, the picture, the client. */

import { type Context, createContext } from 'preact'
import { useContext, useEffect, useReducer, useState } from 'preact/hooks'
import { type Address, formatAddress, parseAddress, withParams } from '../base/address.ts'
import type { Client } from './client.ts'
import type { Live, Shown } from './live.ts'

export interface App {
  readonly client: Client
  readonly live: Live
  readonly address: Address
  readonly shown: Shown
  /** Goes to another view; the back button leads here again. */
  go(address: Address): void
  /** Changes parameters of this view, without a step for the back button. */
  set(changes: Readonly<Record<string, string | null>>): void
  /** Says something for a few seconds, in a place that screen readers read. */
  say(text: string): void
}

export const AppContext: Context<App> = createContext<App>(null as never)

export function useApp(): App {
  return useContext(AppContext)
}

/** The address in force, and ways to change it. */
export function useAddress(): Pick<App, 'address' | 'go' | 'set'> {
  const [address, show] = useState(() => parseAddress(location.hash))
  useEffect(() => {
    const changed = () => show(parseAddress(location.hash))
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  return {
    address,
    go(next) {
      location.hash = formatAddress(next)
      // The event comes later, and another key may come before it.
      show(next)
    },
    set(changes) {
      // Not the address of this render: two changes may come before the next one.
      const next = withParams(parseAddress(location.hash), changes)
      history.replaceState(null, '', formatAddress(next))
      show(next)
    },
  }
}

/** The picture; the caller is drawn again when it changes. */
export function useShown(live: Live): Shown {
  const [, draw] = useReducer((count: number) => count + 1, 0)
  const { shown } = live
  useEffect(() => {
    // It may have changed before anybody listened.
    if (live.shown !== shown) draw(undefined as never)
    return live.subscribe(() => draw(undefined as never))
  }, [live])
  return shown
}

/** The time that goes by: the caller is drawn again every `ms`. */
export function useTick(ms: number): void {
  const [, draw] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const timer = setInterval(() => draw(undefined as never), ms)
    return () => clearInterval(timer)
  }, [ms])
}
