/**
 * A briefing on a city, put together from three sources. A source that fails leaves a gap, and the rest is
 * there.
 */

import { type Awaitable, gather } from '@acoro/core'
import { fallback, singleFlight } from '@acoro/service'
import type { Mood } from './sources/mood.ts'
import type { Weather } from './sources/weather.ts'

export interface Sources {
  weather(city: string): Awaitable<Weather>
  rate(currency: string): Awaitable<number>
  mood(city: string): Awaitable<Mood>
}

export interface Briefing {
  readonly city: string
  readonly weather: Weather | null
  readonly rate: number | null
  readonly mood: Mood | null
}

/** The cities, and what is paid with there. */
export const CURRENCIES: ReadonlyMap<string, string> = new Map([
  ['oslo', 'NOK'],
  ['lima', 'PEN'],
  ['tokyo', 'JPY'],
])

export type Brief = (city: string) => Awaitable<Briefing>

/** Clients that ask for the same city at the same time share the work. */
export function briefingsFrom(sources: Sources): Brief {
  return singleFlight(function* briefing(city: string) {
    const [weather, rate, mood] = yield* gather([
      orGap(() => sources.weather(city)),
      orGap(() => sources.rate(CURRENCIES.get(city) as string)),
      orGap(() => sources.mood(city)),
    ])
    return { city, weather, rate, mood }
  })
}

/** The value of the call, or null if it fails. */
function orGap<T>(call: () => Awaitable<T>) {
  return fallback(call, (error) => {
    console.warn(`a gap in a briefing: ${error}`)
    return null
  })
}
