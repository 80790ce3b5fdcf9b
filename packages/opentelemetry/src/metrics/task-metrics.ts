/** Counts of tasks, and how long they took. */

import type { Attributes, Histogram, Meter } from '@opentelemetry/api'
import type { TaskListener } from '../spans/task-spans.ts'

type Outcome = Parameters<TaskListener['ended']>[0]

/** Durations of tasks, in s: from a pause to a long job. */
const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60]

export class TaskMetrics implements TaskListener {
  #made = 0
  readonly #ended: Record<Outcome, number> = { returned: 0, failed: 0, cancelled: 0 }
  #duration: Histogram | null = null

  /** Tells `meter` from now on. Returns a function that ends it. */
  begin(meter: Meter): () => void {
    const made = meter.createObservableCounter('acoro.task.created', {
      description: 'Tasks that were made',
      unit: '{task}',
    })
    const ended = meter.createObservableCounter('acoro.task.finished', {
      description: 'Tasks that have ended, by how',
      unit: '{task}',
    })
    const pending = meter.createObservableUpDownCounter('acoro.task.count', {
      description: 'Tasks that have not ended',
      unit: '{task}',
    })
    this.#duration = meter.createHistogram('acoro.task.duration', {
      description: 'The time from the making of a task to its end',
      unit: 's',
      advice: { explicitBucketBoundaries: SECONDS },
    })
    const observed = [made, ended, pending]
    const tell: Parameters<Meter['addBatchObservableCallback']>[0] = (result) => {
      const { returned, failed, cancelled } = this.#ended
      result.observe(made, this.#made)
      for (const outcome of ['returned', 'failed', 'cancelled'] as const)
        result.observe(ended, this.#ended[outcome], { 'acoro.task.outcome': outcome })
      result.observe(pending, this.#made - returned - failed - cancelled)
    }
    meter.addBatchObservableCallback(tell, observed)
    return () => {
      meter.removeBatchObservableCallback(tell, observed)
      this.#duration = null
    }
  }

  made(): void {
    this.#made++
  }

  ended(outcome: Outcome, ms: number, work: string): void {
    this.#ended[outcome]++
    const attributes: Attributes = { 'acoro.task.outcome': outcome }
    if (work !== '') attributes['code.function.name'] = work
    this.#duration?.record(ms / 1000, attributes)
  }
}
