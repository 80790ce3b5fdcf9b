/**
 * `@acoro/service` for programs with promises. What does not wait (schedules, errors, budgets) is imported
 * from there.
 */

// Trying again, and again and again

export { cron, every, retry } from './service/again.ts'

// Around a function

export {
  batch,
  type Delayed,
  debounce,
  fallback,
  hedge,
  type Memoized,
  memoize,
  type SingleFlight,
  singleFlight,
  throttle,
} from './service/calls.ts'

// Lending, jobs, and when others fail

export {
  type Bulkhead,
  bulkhead,
  CircuitBreaker,
  JobQueue,
  Pool,
  type PoolOptions,
} from './service/limits.ts'

// Keeping things running

export {
  type Child,
  type ChildScope,
  type PartBody,
  Service,
  Supervisor,
  serviceMain,
  supervise,
} from './service/lifecycle.ts'
