/**
 * What differs from machine to machine comes from the environment: `PORT=8080 WEATHER=weather.example:80 …`
 */

import type { Place } from './http/head.ts'

export interface Settings {
  readonly listen: Place
  readonly weather: Place
  readonly rates: Place
  readonly news: Place
  /** How many threads read the news; with 0 the thread of the loop does. */
  readonly threads: number
  /** How long the service goes on working after it was told to stop, in ms. */
  readonly drain: number
}

type Environment = Readonly<Record<string, string | undefined>>

export function settingsFrom(env: Environment): Settings {
  return {
    listen: { host: env.HOST ?? '0.0.0.0', port: numberIn(env, 'PORT', 8080) },
    weather: placeIn(env, 'WEATHER'),
    rates: placeIn(env, 'RATES'),
    news: placeIn(env, 'NEWS'),
    threads: numberIn(env, 'THREADS', 2),
    drain: numberIn(env, 'DRAIN', 5000),
  }
}

function placeIn(env: Environment, name: string): Place {
  const [, host, port] = /^(.+):(\d+)$/.exec(env[name] ?? '') ?? []
  if (host === undefined)
    throw new Error(`Expected ${name}=host:port in the environment, got '${env[name] ?? ''}'`)
  return { host, port: Number(port) }
}

function numberIn(env: Environment, name: string, otherwise: number): number {
  const text = env[name] ?? String(otherwise)
  if (!/^\d+$/.test(text))
    throw new Error(`Expected ${name} in the environment to be a whole number, got '${text}'`)
  return Number(text)
}
