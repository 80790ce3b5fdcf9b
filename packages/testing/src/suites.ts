// What every lock, queue and executor promises, as tests of whatever a factory makes.
export { executorSuite, type SuiteExecutor } from './suites/executor-suite.ts'
export { lockSuite, type SuiteLock } from './suites/lock-suite.ts'
export { queueSuite, type SuiteQueue } from './suites/queue-suite.ts'
export type { SuiteCase } from './suites/suite-case.ts'
