import type { Context } from '@opentelemetry/api'

/**
 * The part of a logger of `@opentelemetry/api-logs` that is used: `logs.getLogger('shop')` has it. That
 * package has no stable version yet, so it is no dependency.
 */
export interface LogEmitter {
  emit(record: {
    severityNumber: number
    severityText: string
    body: string
    attributes: Record<string, string>
    context: Context
  }): void
}
