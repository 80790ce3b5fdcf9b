/** The usual SDK with exporters in memory, and a virtual loop whose tasks are observed. */

import { AcoroInstrumentation, type AcoroInstrumentationOptions } from '@acoro/opentelemetry'
import { context, metrics, type Tracer, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

export class Traced implements AsyncDisposable {
  readonly exporter: InMemorySpanExporter = new InMemorySpanExporter()
  readonly provider: BasicTracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(this.exporter)],
  })
  readonly instrumentation: AcoroInstrumentation
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  readonly #reader = new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: 1e8 })
  readonly meters: MeterProvider = new MeterProvider({ readers: [this.#reader] })
  readonly #manager = new AsyncLocalStorageContextManager().enable()

  constructor(options: AcoroInstrumentationOptions = {}) {
    context.setGlobalContextManager(this.#manager)
    this.instrumentation = new AcoroInstrumentation({ ...options, enabled: false })
    this.instrumentation.setTracerProvider(this.provider)
    this.instrumentation.setMeterProvider(this.meters)
    this.instrumentation.enable()
  }

  get tracer(): Tracer {
    return this.provider.getTracer('the test')
  }

  get spans(): readonly ReadableSpan[] {
    return this.exporter.getFinishedSpans()
  }

  /** Each span as its path from the root: `handle/taskGroup/load`; in the order in which they ended. */
  paths(): string[] {
    const byId = new Map(this.spans.map((span) => [span.spanContext().spanId, span]))
    const pathOf = (span: ReadableSpan): string => {
      const parent = byId.get(span.parentSpanContext?.spanId ?? '')
      return parent === undefined ? span.name : `${pathOf(parent)}/${span.name}`
    }
    return this.spans.map(pathOf)
  }

  span(name: string): ReadableSpan {
    const found = this.spans.find((span) => span.name === name)
    if (found === undefined) throw new Error(`no span ${name} among ${this.paths().join(', ')}`)
    return found
  }

  /** The points of each metric: `[attributes, value]`; of a histogram how many it has counted. */
  async told(): Promise<Record<string, (readonly [attributes: object, value: number])[]>> {
    this.#metrics.reset()
    await this.#reader.forceFlush()
    const all =
      this.#metrics
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? []
    return Object.fromEntries(
      all.map(({ descriptor, dataPoints }) => [
        `${descriptor.name} ${descriptor.unit}`,
        dataPoints.map(({ attributes, value }) => [
          attributes,
          typeof value === 'number' ? value : (value as { count: number }).count,
        ]),
      ]),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.instrumentation.disable()
    context.disable()
    trace.disable()
    metrics.disable()
    await this.meters.shutdown()
    await this.provider.shutdown()
  }
}
