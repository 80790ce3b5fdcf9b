/**
 * The instrumentation as the SDK of OpenTelemetry takes it: in the list of `NodeSDK`, or alone.
 *
 * It has the methods that the SDK calls and extends no class of it, so that nothing but the API is needed.
 * Loops are known from the moment it is made, and are watched while it is enabled.
 */

import type { EventLoop, Task } from '@acoro/core'
import { keepTasks, onEveryLoop, type TaskHook, type TaskKeeper } from '@acoro/core/lowlevel'
import { type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api'
import { type AcoroInstrumentationOptions, type Settings, settingsOf } from '../base/options.ts'
import { versionOfPackage } from '../base/version.ts'
import { iterationHook, tellLoops } from '../metrics/loop-metrics.ts'
import { tellPrimitives } from '../metrics/primitive-metrics.ts'
import { TaskMetrics } from '../metrics/task-metrics.ts'
import { waitHook } from '../metrics/wait-metrics.ts'
import { TaskSpans } from '../spans/task-spans.ts'

const NAME = '@acoro/opentelemetry'

interface Enabled {
  readonly spans: TaskSpans
  readonly unhook: Map<WeakRef<EventLoop>, () => void>
  /** The keepers that were there before, which keep stores. */
  readonly before: Map<WeakRef<EventLoop>, TaskKeeper | null>
  endMetrics: () => void
}

/**
 * Makes tasks, task groups and timeouts spans, and counts them. Disposing ends it, as `disable()` does.
 *
 * Each step of a task runs in the context of the task's maker, with the task's own span as the active one,
 * whoever woke it. TypeError or RangeError for a wrong option.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from '@acoro/core'
 * import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
 *
 * const exporter = new InMemorySpanExporter()
 * using instrumentation = new AcoroInstrumentation()
 * instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
 * await run(function* main() {
 *   yield* createTask(sleep(10), { name: 'nap' })
 * })
 * exporter.getFinishedSpans().map(({ attributes }) => attributes['acoro.task.name']) // => ['nap']
 * ```
 */
export class AcoroInstrumentation implements Disposable {
  readonly instrumentationName: string = NAME
  readonly instrumentationVersion: string = versionOfPackage()
  readonly #settings: Settings
  readonly #tasks = new TaskMetrics()
  readonly #loops = new Set<WeakRef<EventLoop>>()
  #tracers: TracerProvider | undefined
  #meters: MeterProvider | undefined
  #enabled: Enabled | null = null
  #isListening = false

  constructor(options: AcoroInstrumentationOptions = {}) {
    this.#settings = settingsOf(options)
    if (this.#settings.enabled) this.enable()
  }

  /** What it was made with. The SDK asks for it. */
  getConfig(): { enabled: boolean } {
    return { ...this.#settings }
  }

  /** Does nothing: options are given when it is made. */
  setConfig(): void {}

  /** Spans begin with this provider from now on, in place of the global one. */
  setTracerProvider(provider: TracerProvider): void {
    this.#tracers = provider
    if (this.#enabled !== null) this.#enabled.spans.tracer = this.#tracer()
  }

  /** Metrics are told to this provider from now on, in place of the global one. */
  setMeterProvider(provider: MeterProvider): void {
    this.#meters = provider
    if (this.#enabled === null) return
    this.#enabled.endMetrics()
    this.#enabled.endMetrics = this.#beginMetrics()
    this.#hookLoops(this.#enabled)
  }

  /** Begins, if it has not. Tasks that were made before are none of its. */
  enable(): void {
    if (this.#enabled !== null) return
    const spans = new TaskSpans(this.#tracer(), this.#settings, this.#tasks)
    const enabled: Enabled = { spans, unhook: new Map(), before: new Map(), endMetrics: this.#beginMetrics() }
    this.#enabled = enabled
    if (this.#isListening) for (const reference of this.#loops) this.#watch(reference, enabled)
    else {
      this.#isListening = true
      // Last: another keeper of stores would take its place, and it keeps them as well.
      onEveryLoop((loop) => this.#found(loop), true)
    }
  }

  /** Ends it. Open spans end without an outcome. */
  disable(): void {
    const enabled = this.#enabled
    if (enabled === null) return
    this.#enabled = null
    for (const unhook of enabled.unhook.values()) unhook()
    for (const [reference, keeper] of enabled.before) {
      const loop = reference.deref()
      if (loop !== undefined && !loop.isClosed()) keepTasks(loop, keeper)
    }
    enabled.spans.end()
    enabled.endMetrics()
  }

  [Symbol.dispose](): void {
    this.disable()
  }

  #tracer(): TaskSpans['tracer'] {
    return (this.#tracers ?? trace).getTracer(NAME, this.instrumentationVersion)
  }

  #meter(): ReturnType<MeterProvider['getMeter']> {
    return (this.#meters ?? metrics).getMeter(NAME, this.instrumentationVersion)
  }

  #beginMetrics(): () => void {
    const meter = this.#meter()
    const ends = [this.#tasks.begin(meter), tellLoops(meter, () => this.#open()), tellPrimitives(meter)]
    return () => {
      for (const end of ends) end()
    }
  }

  #found(loop: EventLoop): void {
    const known = [...this.#loops].find((reference) => reference.deref() === loop)
    const reference = known ?? new WeakRef(loop)
    if (known === undefined) {
      if (this.#loops.size % 64 === 63) for (const _ of this.#open());
      this.#loops.add(reference)
    }
    if (this.#enabled !== null) this.#watch(reference, this.#enabled)
  }

  #watch(reference: WeakRef<EventLoop>, enabled: Enabled): void {
    const loop = reference.deref()
    if (loop === undefined || loop.isClosed()) return
    const before = keepTasks(loop, enabled.spans)
    if (before !== enabled.spans) enabled.before.set(reference, before)
    this.#hook(reference, loop, enabled)
  }

  #hookLoops(enabled: Enabled): void {
    for (const reference of this.#loops) {
      const loop = reference.deref()
      if (loop !== undefined && !loop.isClosed()) this.#hook(reference, loop, enabled)
    }
  }

  /** Hooks cost something at each step, so there are none without the options that need them. */
  #hook(reference: WeakRef<EventLoop>, loop: EventLoop, { spans, unhook }: Enabled): void {
    unhook.get(reference)?.()
    unhook.delete(reference)
    const { links, waits, iterations } = this.#settings
    const hooks: TaskHook[] = []
    if (waits) hooks.push(waitHook(this.#meter()))
    if (iterations) hooks.push(iterationHook(this.#meter()))
    if (links)
      hooks.push({
        taskWoken: (task: Task<unknown>, by) => {
          if (typeof by === 'object' && by !== task) spans.woken(task, by)
        },
      })
    if (hooks.length === 0) return
    const removes = hooks.map((hook) => loop.addHook(hook))
    unhook.set(reference, () => {
      for (const remove of removes) remove()
    })
  }

  *#open(): Generator<EventLoop> {
    for (const reference of this.#loops) {
      const loop = reference.deref()
      if (loop !== undefined && !loop.isClosed()) yield loop
      else {
        this.#loops.delete(reference)
        this.#enabled?.unhook.delete(reference)
        this.#enabled?.before.delete(reference)
      }
    }
  }
}
