/**
 * An order as a short string, which `replay` takes.
 *
 * Only choices that differ from the order of the loop are written, each with what it was about and among how
 * many. So a replay notices a program that has changed, instead of running some other order.
 *
 *   '4t2/3.1w1/2'      after 4 usual choices, the third of 3 tasks; after 1 more, the second of 2 timers
 *   'r7.4t2/3'         the same, with random numbers of the seed 7
 *   ''                 the order of the loop itself
 *   '0.2.1'            a plain list of choices, which fits every program; one that does not exist counts as 0
 *
 * Assumption: what a choice is about does not change its meaning between versions. How the strategies find
 * orders may change.
 */

import { RuntimeError } from '@acoro/core'
import type { Runnable } from '@acoro/core/lowlevel'
import { type Choices, type Kind, ListedOrder, type Order } from './order.ts'
import { RandomOrder } from './random-order.ts'

const LETTERS: Readonly<Record<Kind, string>> = {
  task: 't',
  timer: 'w',
  fault: 'f',
  cancel: 'c',
  latency: 'l',
  loss: 'p',
  duplicate: 'd',
  reorder: 'o',
  skew: 's',
  disk: 'k',
  crash: 'x',
  partition: 'n',
}

const KINDS: Readonly<Record<string, Kind>> = Object.fromEntries(
  Object.entries(LETTERS).map(([kind, letter]) => [letter, kind as Kind]),
)

const WORDS: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  task: ['task', 'tasks'],
  timer: ['timer', 'timers'],
  fault: ['way to pass a fault()', 'ways to pass a fault()'],
  cancel: ['way to pass a moment of mayCancel()', 'ways to pass a moment of mayCancel()'],
  latency: ['latency', 'latencies'],
  loss: ['fate of a packet', 'fates of a packet'],
  duplicate: ['number of arrivals of a packet', 'numbers of arrivals of a packet'],
  reorder: ['place of a packet', 'places of a packet'],
  skew: ['skew of a clock', 'skews of a clock'],
  disk: ['number of lasting writes', 'numbers of lasting writes'],
  crash: ['way to pass a moment of mayCrash()', 'ways to pass a moment of mayCrash()'],
  partition: ['way to pass a moment of mayPartition()', 'ways to pass a moment of mayPartition()'],
}

const TOKEN = /^(\d*)([twfclpdoskxn])(\d+)\/(\d+)$/

interface Deviation {
  /** The number of the choice in the run, from 0. */
  readonly at: number
  readonly kind: Kind
  readonly index: number
  readonly among: number
}

/** The choices of the last run of `choices`, as `replay` takes them. */
export function written(choices: Choices): string {
  const { made, among, kinds, order, drew } = choices
  const tokens: string[] = drew && order.seed !== 0 ? [`r${order.seed}`] : []
  let usual = 0
  for (const [at, index] of made.entries()) {
    if (index === 0) {
      usual++
      continue
    }
    tokens.push(`${usual === 0 ? '' : usual}${LETTERS[kinds[at] as Kind]}${index}/${among[at]}`)
    usual = 0
  }
  return tokens.join('.')
}

/** Any choices as a plain list: `'0.2.1'`. Zeros at the end are left out. */
export function listed(choices: readonly number[]): string {
  return choices.slice(0, choices.findLastIndex((choice) => choice > 0) + 1).join('.')
}

/** The order of that name; null if it is none. */
export function orderOf(name: number | string): Order | null {
  if (typeof name === 'number') return Number.isSafeInteger(name) ? new RandomOrder(name) : null
  if (name === '') return new WrittenOrder(name, [], 0)
  if (/^\d+(\.\d+)*$/.test(name)) return new ListedOrder(name.split('.').map(Number))
  const tokens = name.split('.')
  const seed = /^r(-?\d+)$/.exec(tokens[0] as string)
  if (seed !== null) tokens.shift()
  const deviations: Deviation[] = []
  let at = 0
  for (const token of tokens) {
    const found = TOKEN.exec(token)
    if (found === null) return null
    const [, usual, letter, index, among] = found
    if (Number(index) < 1 || Number(index) >= Number(among)) return null
    at += Number(usual)
    deviations.push({
      at: at++,
      kind: KINDS[letter as string] as Kind,
      index: Number(index),
      among: Number(among),
    })
  }
  return new WrittenOrder(name, deviations, seed === null ? 0 : Number(seed[1]))
}

/** An order that knows what its choices were about. */
export class WrittenOrder implements Order {
  readonly seed: number
  readonly #name: string
  readonly #deviations: readonly Deviation[]
  #at = 0
  #next = 0
  #misfit: string | null = null

  constructor(name: string, deviations: readonly Deviation[], seed: number) {
    this.#name = name
    this.#deviations = deviations
    this.seed = seed
  }

  pick(candidates: readonly Runnable[], kind: Kind): number {
    return this.#choice(kind, candidates.length)
  }

  draw(kind: Kind, count: number): number {
    return this.#choice(kind, count)
  }

  /** After the run: the error that says where the program was another one; null if it was not. */
  misfit(): RuntimeError | null {
    const missing = this.#deviations[this.#next]
    if (missing !== undefined) {
      this.#misfit ??=
        `choice ${missing.at + 1} was ${described(missing.kind, missing.among)}, ` +
        `and the program ended after ${this.#at}`
    }
    if (this.#misfit === null) return null
    return new RuntimeError(
      `The order '${this.#name}' does not fit the program any more: ${this.#misfit}. ` +
        'The program, the options or a version have changed since explore() reported it: explore again',
    )
  }

  #choice(kind: Kind, among: number): number {
    const at = this.#at++
    const deviation = this.#deviations[this.#next]
    if (deviation?.at !== at) return 0
    this.#next++
    if (deviation.kind === kind && deviation.among === among && this.#misfit === null) return deviation.index
    this.#misfit ??=
      `choice ${at + 1} was ${described(deviation.kind, deviation.among)}, ` +
      `and is ${described(kind, among)} now`
    return 0
  }
}

function described(kind: Kind, among: number): string {
  return `among ${among} ${WORDS[kind][among === 1 ? 0 : 1]}`
}
