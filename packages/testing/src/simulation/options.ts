/** The options of a simulation and of what happens in it, with their checks. */

import { checkMilliseconds, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkPositive } from '../base/checks.ts'
import {
  type MemoryNetworkOptions,
  NETWORK_OPTIONS,
  PARTITION_OPTIONS,
  type PartitionOptions,
} from '../network/memory-network.ts'
import type { ClockSkew } from './simulated-host.ts'

export interface HostOptions {
  /**
   * How many ms the wall clock (`loop.wallTime()`) of the host is ahead, below 0 behind; 0 by default. Of a
   * range, an exploration tries both ends; the usual clock is as right as the range allows.
   */
  clockSkew?: ClockSkew | undefined
  /** How many ms `disk.sync()` takes; 0 by default. */
  syncTime?: number | undefined
}

/** The latency is 10 ms by default. The options of a host are those of all hosts that have no own ones. */
export interface SimulationOptions extends MemoryNetworkOptions, HostOptions {
  /** How many ms of virtual time the clients have to end; 60,000 by default. */
  duration?: number | undefined
}

export interface RestartOptions {
  /** Whether the host starts with an empty disk; false by default. */
  wipe?: boolean | undefined
}

export interface CrashMoment extends RestartOptions {
  /** The host starts again after so many ms; Infinity: never; 0 by default, which is at once. */
  downtime?: number | undefined
}

export interface PartitionMoment extends PartitionOptions {
  /** The partition ends after so many ms; Infinity, which is the default: never. */
  duration?: number | undefined
}

export const HOST_OPTIONS: OptionKinds = { clockSkew: checkSkew, syncTime: checkDelay }
export const SIMULATION_OPTIONS: OptionKinds = {
  ...NETWORK_OPTIONS,
  ...HOST_OPTIONS,
  duration: checkPositive,
}
export const RESTART_OPTIONS: OptionKinds = { wipe: 'boolean' }
export const CRASH_MOMENT: OptionKinds = { ...RESTART_OPTIONS, downtime: checkTime }
export const PARTITION_MOMENT: OptionKinds = { ...PARTITION_OPTIONS, duration: checkTime }

/** ms, 0 or more. */
function checkTime(value: unknown, what: string): void {
  checkMilliseconds(value, what)
  if (value < 0) throw new RangeError(`Expected ${what} to be 0 ms or more, got ${value}`)
}

function checkDelay(value: unknown, what: string): void {
  checkTime(value, what)
  if (value === Infinity) throw new RangeError(`Expected ${what} to be 0 ms or more and finite, got Infinity`)
}

function checkSkew(value: unknown, what: string): void {
  const bounds: unknown[] = Array.isArray(value) ? value : [value]
  for (const bound of bounds) {
    if (typeof bound !== 'number')
      throw new TypeError(`Expected ${what} to be ms, or a range of ms, got ${describeValue(value)}`)
    if (!Number.isFinite(bound)) throw new RangeError(`Expected ${what} to be finite ms, got ${bound}`)
  }
  const [least, most] = bounds as [number, number]
  if (Array.isArray(value) && (bounds.length !== 2 || least > most))
    throw new RangeError(`Expected ${what} to be a range, the least and the most, got [${bounds.join(', ')}]`)
}
