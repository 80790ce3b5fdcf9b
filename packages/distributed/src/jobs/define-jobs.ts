/**
 * The jobs of a program: functions by name, which the caller and the workers share.
 *
 * A function cannot travel, so a job names it. Names come out of Redis, where anybody who may write could
 * have put them: they are looked up in a Map, and never in an object or among modules.
 */

import { ContextVar, createTask, isAwaitable, isFuture } from '@acoro/core'
import {
  checkOption,
  checkOptions,
  coroutineOf,
  countFrom,
  describeValue,
  type OptionKinds,
} from '@acoro/core/lowlevel'
import { durationFrom } from '../base/check.ts'
import { Codec, type CodecOptions } from '../message/codec.ts'
import type { AnyFunction, JobDefinition, JobOptions, Jobs, JobTable } from './job-types.ts'

export interface DefineJobsOptions extends CodecOptions {
  /** The context variables whose values follow a job to its worker. Their names must differ. */
  carry?: readonly object[] | undefined
}

/** A job as the worker needs it. */
export interface JobEntry {
  readonly name: string
  readonly run: AnyFunction
  readonly options: JobOptions
}

/** What belongs to the jobs of one `defineJobs`. */
export interface Registry {
  readonly entries: ReadonlyMap<string, JobEntry>
  readonly carry: ReadonlyMap<string, ContextVar<unknown>>
  readonly codec: Codec
}

const registryKey: unique symbol = Symbol.for('acoro.distributed.registry') as never

interface Marked {
  readonly [registryKey]?: Registry
}

const JOB_OPTIONS: OptionKinds = {
  timeout: durationFrom(1),
  attempts: countFrom(1),
  delays: checkDelays,
}

const OPTIONS: OptionKinds = {
  carry: checkCarry,
  errors: checkClasses,
  stacks: 'boolean',
  sign: hasFunctions('sign', 'verify'),
  encrypt: hasFunctions('encrypt', 'decrypt'),
  store: hasFunctions('put', 'get'),
  storeFrom: 'count',
  maxBytes: countFrom(1024),
}

/**
 * A function as a job with options. TypeError if `run` is not a function.
 *
 * @example
 * ```ts
 * const fetchPage = job((url: string) => `page of ${url}`, { attempts: 3, delays: [100, 1000], timeout: 5000 })
 * defineJobs({ fetchPage }).fetchPage.name // => 'fetchPage'
 * ```
 */
export function job<F extends AnyFunction>(run: F, options: JobOptions = {}): JobDefinition<F> {
  if (typeof run !== 'function')
    throw new TypeError(`Expected the function of a job, got ${describeValue(run)}`)
  checkOptions(options, 'job()', JOB_OPTIONS)
  return { run, options }
}

/**
 * Names functions, so that they can run on other machines. Import the result in the program that submits jobs
 * and in the one that runs the worker. A function may be plain, async, or a coroutine function. TypeError for
 * what is none; RangeError for a name with «:», or for two context variables of one name.
 *
 * @example
 * ```ts
 * const jobs = defineJobs({
 *   add: (a: number, b: number) => a + b,
 *   slow: coroutine(function* slow(ms: number) {
 *     yield* sleep(ms)
 *     return 'done'
 *   }),
 * })
 * jobs.add(1, 2) // => 3
 * ```
 */
export function defineJobs<const D extends JobTable>(functions: D, options: DefineJobsOptions = {}): Jobs<D> {
  if (typeof functions !== 'object' || functions === null) {
    throw new TypeError(`Expected the jobs as an object { name: function }, got ${describeValue(functions)}`)
  }
  checkOptions(options, 'defineJobs()', OPTIONS)
  const entries = new Map<string, JobEntry>()
  const variables = (options.carry ?? []) as ReadonlyArray<ContextVar<unknown>>
  const carry = new Map(variables.map((variable) => [variable.name, variable]))
  const registry: Registry = { entries, carry, codec: new Codec(options) }
  const jobs: Record<string, unknown> = Object.create(null)
  for (const [name, given] of Object.entries(functions)) {
    if (name === '' || name.includes(':')) {
      throw new RangeError(`Expected the name of a job without «:», got ${JSON.stringify(name)}`)
    }
    const entry = { name, ...(typeof given === 'function' ? job(given) : checkDefinition(given, name)) }
    entries.set(name, entry)
    jobs[name] = referenceTo(entry, registry)
  }
  if (entries.size === 0) throw new RangeError('Expected at least one job, got none')
  Object.defineProperty(jobs, registryKey, { value: registry })
  return Object.freeze(jobs) as Jobs<D>
}

/** Is it what `defineJobs` returned? */
export function hasRegistry(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (value as Marked)[registryKey] !== undefined
}

/** The registry of what `defineJobs` returned. */
export function registryOf(jobs: unknown, where: string): Registry {
  const registry = (jobs as Marked | null | undefined)?.[registryKey]
  if (registry !== undefined) return registry
  throw new TypeError(`Expected the jobs of ${where}, what defineJobs() returned, got ${describeValue(jobs)}`)
}

/** The job that `fn` stands for. TypeError unless it is one of `registry`. */
export function entryOf(fn: unknown, registry: Registry): JobEntry {
  const { name } = fn as { name: string }
  if ((fn as Marked)[registryKey] === registry) return registry.entries.get(name) as JobEntry
  const names = [...registry.entries.keys()].join(', ')
  throw new TypeError(
    `Expected one of the jobs of this executor (${names}), got ${describeValue(fn)}: give it to defineJobs(), and pass what that returns`,
  )
}

function referenceTo(entry: JobEntry, registry: Registry): unknown {
  const reference = (...args: unknown[]): unknown => {
    const result = entry.run(...args)
    if (!isAwaitable(result) || isFuture(result)) return result
    return createTask(coroutineOf(result))
  }
  return Object.defineProperties(reference, {
    name: { value: entry.name, configurable: true },
    [registryKey]: { value: registry },
  })
}

function checkDefinition(given: unknown, name: string): JobDefinition {
  const { run, options } = (given ?? {}) as Partial<JobDefinition>
  if (typeof run === 'function') return job(run, options)
  throw new TypeError(
    `Expected the job ${name} as a function, or as job(function, options), got ${describeValue(given)}`,
  )
}

function checkDelays(value: unknown, what: string): void {
  if (typeof value === 'number') durationFrom(0)(value, what)
  else if (typeof value !== 'object' || value === null || !(Symbol.iterator in value) || 'next' in value) {
    throw new TypeError(
      `Expected ${what} as milliseconds, a list of them or a schedule, got ${describeValue(value)}`,
    )
  }
}

function checkCarry(value: unknown, what: string): void {
  if (!Array.isArray(value) || !value.every((one) => one instanceof ContextVar)) {
    throw new TypeError(`Expected ${what} as a list of context variables, got ${describeValue(value)}`)
  }
  const names = value.map(({ name }) => name as string)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new RangeError(`Expected ${what} to have names that differ, got '${twice}' twice`)
}

function checkClasses(value: unknown, what: string): void {
  const isClass = (one: unknown) => typeof one === 'function' && one.prototype instanceof Error
  if (Array.isArray(value) && value.every(isClass)) return
  throw new TypeError(`Expected ${what} as a list of classes of errors, got ${describeValue(value)}`)
}

function hasFunctions(...names: string[]): (value: unknown, what: string) => void {
  return (value, what) => {
    checkOption(value, what, 'object')
    const missing = names.find((name) => typeof (value as Record<string, unknown>)[name] !== 'function')
    if (missing === undefined) return
    throw new TypeError(
      `Expected ${what} as an object with functions ${names.join(' and ')}, ${missing} is missing`,
    )
  }
}
