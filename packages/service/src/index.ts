// A blank line behind each heading keeps the formatter from sorting one group into another.

// Trying again

export type { Jitter, JitterOptions } from './retry/jitter.ts'
export type { Attempt, RetryInfo, RetryOptions } from './retry/options.ts'
export { retry } from './retry/retry.ts'
export { RetryBudget, type RetryBudgetOptions } from './retry/retry-budget.ts'
export { type GiveUpReason, RetryError } from './retry/retry-error.ts'
export {
  constant,
  type ExponentialOptions,
  exponential,
  type FibonacciOptions,
  fibonacci,
  type LinearOptions,
  linear,
  Schedule,
} from './retry/schedule.ts'

// Again and again

export { type CronOptions, type CronTick, cron } from './clock/cron.ts'
export { type EveryOptions, type EveryTick, every, type Missed } from './clock/every.ts'
export type { Tick, TickerOptions, TickerStatistics } from './clock/runs.ts'

// Lending

export { PoolClosedError, PoolFullError } from './pool/errors.ts'
export type { Lease } from './pool/lease.ts'
export type { PoolOptions } from './pool/options.ts'
export { Pool, type PoolCloseOptions, type PoolStatistics } from './pool/pool.ts'

// Sharing and keeping

export { type Memoized, type MemoizeOptions, memoize } from './flight/memoize.ts'
export { type SingleFlight, type SingleFlightOptions, singleFlight } from './flight/single-flight.ts'

// Jobs

export { JobQueueFullError } from './jobs/errors.ts'
export { JobQueue, type JobQueueStatistics } from './jobs/job-queue.ts'
export type { JobEvent, JobListener } from './jobs/listeners.ts'
export type { JobOptions, JobOverflow, JobQueueOptions, JobSignal } from './jobs/options.ts'
export type { Rate } from './jobs/window.ts'

// Fewer calls

export { type BatchOptions, batch } from './jobs/batch.ts'
export {
  type DebounceOptions,
  type Delayed,
  debounce,
  type ThrottleOptions,
  throttle,
} from './jobs/debounce.ts'

// When others fail

export { type Bulkhead, BulkheadFullError, type BulkheadOptions, bulkhead } from './guard/bulkhead.ts'
export {
  CircuitBreaker,
  type CircuitBreakerOptions,
  type CircuitBreakerStatistics,
  CircuitOpenError,
  type CircuitState,
} from './guard/circuit-breaker.ts'
export { type FallbackValue, fallback } from './guard/fallback.ts'
export { type HedgeOptions, hedge } from './guard/hedge.ts'

// Keeping things running

export type { Child, ChildOptions, ChildScope, Restart } from './lifecycle/child.ts'
export {
  type SuperviseOptions,
  type SupervisionStrategy,
  Supervisor,
  type SupervisorStatistics,
  supervise,
} from './lifecycle/supervisor.ts'
export { SupervisorError } from './lifecycle/supervisor-error.ts'

// The whole program

export type { PartBody, PartOptions, PartScope, PartState } from './lifecycle/part.ts'
export {
  Service,
  type ServiceHealth,
  type ServiceOptions,
  type ServiceReport,
  type ServiceState,
} from './lifecycle/service.ts'
export { serviceMain } from './lifecycle/service-main.ts'
